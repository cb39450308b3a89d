"""One module per published policy. Once published it is never edited: a new framework is a new module."""
