"""Wiring only: settings, addresses, middleware, menu, errors and the admin site."""
