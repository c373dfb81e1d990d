"""Topics and their administration, and the embedded broker. `topics` is the way in, `admin` asks, `embedded` serves."""
