"""The worked example: the province of Utrecht, with real and made-up half-years. It is no part of the product."""
