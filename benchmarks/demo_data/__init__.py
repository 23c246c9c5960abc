"""The demo's public data sets, each read as its publisher wrote it and reshaped for import; `prepare_demo_data` writes them."""
