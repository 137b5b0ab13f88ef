"""Questions about oversight, each bounded by who may see the answer."""
