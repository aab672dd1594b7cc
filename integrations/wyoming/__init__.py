"""Wyoming, the protocol of voice satellites and of services that hear, speak and wake."""
