"""What the program found, for people and for other programs: pure functions from verdicts to text and to the public JSON.

public   the JSON of scan, status, demo and explain
status   the rows of the status table and the sentences below it
story    one thread in plain sentences
words    instants, states and mail's text, fit for a terminal
"""
