"""TP-Link Kasa and Tapo devices, over their local protocols."""
