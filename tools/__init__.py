"""Set-up and check scripts for developers; the hub never imports them."""
