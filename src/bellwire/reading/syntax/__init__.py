"""Copy → parsed sentences → frames, in the order of the way.

language, notes, fingerprint   is it English, what editors tell each other in it, by what its copies are known
pages                          headline and body: cleaned (copy, truecase), split (sentences) and gated (gate, forms)
parse, tokens                  spaCy, and the plain data that comes out; shorter ways to it (vectors, words, entities)
frames, subjects               who does what to whom, made regular once (frame_words)
"""
