"""The errors that authors and users read: each names the file, the fact and the remedy."""


class CourseError(Exception):
    """The course itself is not in order: its author has to mend it."""


class SubmissionError(Exception):
    """What was handed in cannot be graded at all: whoever handed it in has to mend it."""


class WorkersError(Exception):
    """The workers themselves do not work: no submission's fault."""
