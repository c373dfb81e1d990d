"""The `bellwire` executable. `main` lists the commands: one thin module each, which loads what it needs when it runs.

options, examples, columns, lines, progress, render: what commands have in common, and how they show it
"""
