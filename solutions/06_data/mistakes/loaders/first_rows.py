"""The dataset is cut in two where it stands, without any shuffling. Where it is sorted, by class or by time, the
two parts hold different things."""

from torch.utils.data import DataLoader, Subset


def make_loaders(dataset, lengths, batch_size, seed):
    train = Subset(dataset, range(lengths[0]))
    val = Subset(dataset, range(lengths[0], len(dataset)))
    return DataLoader(train, batch_size, shuffle=True), DataLoader(val, batch_size)
