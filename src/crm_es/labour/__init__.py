"""Reports of working time, and what may be tracked: questions to the tables of several projections."""
