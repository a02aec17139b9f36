"""The course as an autograder for Gradescope: a zip that the platform unpacks, sets up once and runs per submission."""
