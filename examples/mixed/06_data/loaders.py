import torch
from torch.utils.data import DataLoader, random_split


def make_loaders(dataset, lengths, batch_size, seed):
    generator = torch.Generator().manual_seed(seed)
    train_set, val_set = random_split(dataset, lengths, generator=generator)
    train_loader = DataLoader(train_set, batch_size=batch_size, shuffle=True)
    val_loader = DataLoader(val_set, batch_size=batch_size, shuffle=True)
    return train_loader, val_loader
