"""Measuring the language part: sentences with what they should come to, and how plans score.

`README.md` beside this module describes the format of exams and how a plan is scored. Nothing in
here knows a single sentence: what is right follows from the home and from what a case expects.
"""
