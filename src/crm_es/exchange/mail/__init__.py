"""Letters of clients: read, told from what machines write, and brought to their tickets (S3-02, X-12)."""
