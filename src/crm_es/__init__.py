"""An event-sourced workflow engine for wholesale and service companies."""
