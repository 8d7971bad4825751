"""The rules of a declaration as SQL over the holdings, for questions about everybody.

`dates`: moments and periods; `windows`: the window of a datum under a rule; `endings`: when a datum is due for subjects
of whom the same is true; `tables`: the rows of holdings; `questions`: whole statements; `comparing` and `changes`: what
falls due because one declaration follows another; `striking`: the clocks that all this is counted from. The one-subject
form of the
declaration (`declaration.endings`) is what counts: tests compare the two datum by datum.
"""
