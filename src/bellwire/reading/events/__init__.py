"""Parsed sentences → the events that they tell, in the order of the way.

context, scene                 what the steps are given: all that was loaded, and what is known of the article
triggers, match                which words tell what, by the rules (rules, kinds)
candidates, weigh, opinion     and as rules and second opinion have it together
status, modality               what stands on the way to the root makes of it (operators, composition, status_words)
attribution, claims            who says so, and whether that is a fact or one side's word
own_account                    what an agency's own people saw
answers                        who denies what was told before, and only points back to it
extract, draft                 all of it as one draft a mention, with who, how many
setting, hours, beginning      where and when, and when it is to begin
spots                          where a blow is placed that was told before
bearings, countries, mentions  what speaks for each country; venue chooses
main_event, plover, roots      the PLOVER root of what a sentence is about (root_model, root_features)
genre, substance               copy that remembers or plays war, or tells of none
merge, record                  one event of the mentions of one thing, in the contract's form
verdict                        would a desk want it, and which way does the article point
"""
