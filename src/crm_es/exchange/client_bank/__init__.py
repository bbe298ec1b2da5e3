"""1CClientBankExchange: the text files that go between accounting and a bank, `kl_to_1c.txt` and `1c_to_kl.txt`."""
