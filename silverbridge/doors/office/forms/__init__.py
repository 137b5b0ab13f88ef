"""What clerks type, read into plain values; the rules are the domain's."""
