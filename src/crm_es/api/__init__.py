"""The doors over HTTP: commands made from the deciders, questions by hand."""
