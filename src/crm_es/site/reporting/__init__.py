"""What pages of reports show: which columns, which days, which chart."""
