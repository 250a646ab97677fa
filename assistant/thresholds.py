"""Every number that decides something in the path of a reply or a verdict: probabilities from which
something counts as said, and shares from which two things count as the same.

Each docstring says what the number decides, and after “Chosen” how it was found. How many sentences
are read, how long a message may be and the like stand where they are used: they limit, and decide
nothing about the truth. docs/reference/thresholds.md is made of this file."""

from __future__ import annotations

# -- English words ---------------------------------------------------------------------------------

NOT_LATIN = 0.2
"""Share of letters that are not Latin above which a text is not English.

Chosen: docs/decisions/0031-only-english-is-judged.md"""
UNKNOWN_WORDS_WEIGH = 40.0
"""What a text's share of words in no dictionary weighs beside the lead of another language.

Chosen: docs/decisions/0031-only-english-is-judged.md"""
FOREIGN_FROM = 26.0
"""The sum of the two above which a text is not English.

Chosen: docs/decisions/0031-only-english-is-judged.md"""
IN_CAPITALS = 0.8
"""Share of words with a capital letter from which capitals say nothing about a word.

Chosen by hand, not measured."""
MOSTLY_UNKNOWN = 0.5
"""Share of words in no dictionary from which a sentence of an article in another language is not
English.

Chosen: docs/decisions/0031-only-english-is-judged.md"""
NEARLY_SAME_WORDS = 0.6
"""Share of the shorter one's words that two sentences must have in common, in the same order, for
what differs in them to be compared.

Chosen: docs/decisions/0024-different-answers-in-the-same-words.md"""
ROUNDED_BY = 0.05
"""Share by which a number differs at most from itself, rounded: "1,664" and "about 1,700".

Chosen: docs/decisions/0024-different-answers-in-the-same-words.md"""
ROUGHLY = 0.1
"""Share by which "about 40" may differ from what it is about.

Chosen by hand, not measured."""
GENERIC_NOUN_WEIGHS = 0.1
"""What a word that almost any number counts ("people") says of what the number counts, where any
other word beside it says 1.

Chosen by hand, not measured."""
SAME_OVERLAP = 0.6
"""Jaccard overlap of words from which two sentences print the same.

Chosen by hand, not measured."""
CONTAINED = 0.85
"""Share of the shorter text's words found in the longer, from which it is repeated there.

Chosen by hand, not measured."""
COPY_OVERLAP = 0.9
"""Jaccard overlap of words from which two passages are copies: a reader would miss a sentence that
differs.

Chosen by hand, not measured."""
COPY_CONTAINED = 0.95
"""Share of the shorter passage's words found in the longer, from which it is repeated there.

Chosen by hand, not measured."""
SAME_ORDER = 0.5
"""Share of the shorter text's neighbouring words that are neighbours in the longer, too, where both
print the same.

Chosen by hand, not measured."""

# -- Who says it -----------------------------------------------------------------------------------

QUOTATION_GOES_ON = 0.4
"""Share of a sentence's characters that must stand in quotation marks for it to be the words of the
one who spoke just before, in the same paragraph.

Chosen by hand, with the rules of docs/measurements/answers.md#who-says-it
(`python -m evaluation.replies.attribution`)"""
QUOTATION_GOES_ON_BELOW = 0.6
"""The same for the first sentence of the next paragraph.

Chosen by hand, with the rules of docs/measurements/answers.md#who-says-it
(`python -m evaluation.replies.attribution`)"""

# -- What a sentence says of a claim ---------------------------------------------------------------

OPEN_END = 1.5
"""Factor by which a number may exceed what "over 40" says as evidence: news writes it of 43, not of
400.

Chosen by hand, not measured: docs/decisions/0011-numbers-and-dates-are-computed.md"""
LOWER_BOUND_REACHES = 1.25
"""Factor by which a number may exceed what "over 30,000" says as a claim.

Chosen by hand, not measured."""
SAME_CONVERTED = 1e-9
"""Share by which a number in another unit may differ from itself: what computing with it loses.

Chosen by hand, not measured."""
COUNTS_THE_SAME = 0.2
"""How much of the words around two numbers is shared where they count the same thing.

Chosen by hand, not measured."""
COUNTS_AS_WELL = 0.5
"""A number with the claim's value is meant where as much of what stands around it is the same as
this share of what stands around the nearest one: "from 65 to 66".

Chosen by hand, on sentences of docs/measurements/answers.md#the-check-of-sentences"""
VERBATIM = 0.97
"""Probability that a sentence supports a claim whose very words it opens with.

Chosen by hand, not measured."""
SAYS = 0.5
"""Probability from which a text says something at all.

Chosen by hand, not measured."""
DENIES = 0.9
"""Probability from which denying a text that contradicts the claim supports it: who denies that a
factory was closed does not say that it is safe.

Chosen by hand, not measured."""
TELLS_OF_ANY = 0.3
"""Probability from which a text says that there is what a claim says there is none of.

Chosen by hand, not measured."""

# -- Which sentences answer ------------------------------------------------------------------------

SHARE_OF_ONE_OUTLET = 0.5
"""Share of the passages beyond which an outlet makes way for others that cover the point.

Chosen by hand, not measured."""
COVERS = 0.5
"""Share of the score of a passage that another must have to take its place.

Chosen by hand, not measured."""
WORTH_READING = 0.02
"""Share of the best passage's score from which a passage's sentences are read, besides those of the
best few.

Chosen by hand, not measured: docs/decisions/0009-a-reply-costs-what-the-cross-encoder-reads.md
bounds what is read."""
ANSWERS = 0.3
"""Support from which a statement counts as answering; below it a reply is an abstention.

Chosen: docs/measurements/answers.md#the-threshold-of-abstention"""
FROM_PASSAGE = 0.35
"""What the passage's score (as log-odds) weighs beside the sentence's own.

Chosen by hand, not measured."""
COMPARED_TO_BEST = 0.35
"""Share of the best statement's support below which a statement is about something near it.

Chosen by hand, not measured."""
COUNTS_SOMETHING_ELSE = 0.3
"""Factor to the support of a sentence whose number counts something else than the question asks.

Chosen by hand, not measured."""

# -- Where answers disagree ------------------------------------------------------------------------

SAME_OR_OPPOSITE = 0.9
"""Probability, in both directions, from which two sentences say the same or the opposite.

Chosen by hand, not measured."""
RELATED = 0.5
"""Share of the question's words, names aside, that both sides must use to disagree where it isn't a
yes-or-no question.

Chosen by hand, not measured."""
SAME_SURROUNDINGS = 0.6
"""Share of the names and numbers around two sentences that are the same, from which they are about
the same.

Chosen: docs/decisions/0024-different-answers-in-the-same-words.md"""
SAME_TEXT = 0.8
"""The same, from which the two may be one text that was changed in several places: if that is so of
their articles, or so much of the sentences is the same, too.

Chosen: docs/decisions/0024-different-answers-in-the-same-words.md"""

# -- The label of a verdict ------------------------------------------------------------------------

RELEVANT = 0.05
"""Relevance (a probability from the reranker) below which a sentence is about something else,
whatever the stance model makes of it.

Chosen by hand, not measured."""
RELEVANT_TO_REFUTE = 0.3
"""Relevance below which a sentence contradicts nothing: what has nothing to do with a claim looks
to small models rather like a contradiction than like support.

Chosen by hand, not measured."""
SUPPORTS_FROM = 0.55
"""Probability of support from which a sentence supports a claim.

Chosen: docs/measurements/verdicts.md#what-was-chosen-on-which-rows"""
REFUTES_FROM = 0.75
"""Probability of contradiction from which a sentence refutes a claim: higher, because small models
take what is merely different for a contradiction.

Chosen: docs/measurements/verdicts.md#what-was-chosen-on-which-rows"""
CONFLICTS_FROM = 0.6
"""Where both sides stand, the share of the stronger's probability that the weaker must have to make
a conflict; else the stronger decides.

Chosen: docs/measurements/verdicts.md#what-was-chosen-on-which-rows"""

# -- Claims, and what a language model thinks of a verdict -----------------------------------------

HEADLINE = 0.9
"""Share of words with a meaning with a capital letter from which a message is a headline.

Chosen by hand, not measured."""
UNMEASURED = 0.5
"""The most that a verdict is sure of where a model of unknown worth reads otherwise. Where such a
model agrees, nothing is added: a model that always says the same agrees often, too.

Chosen by hand, not measured: docs/decisions/0023-a-second-opinion-decides-nothing.md"""
SUREST = 0.99
"""No opinion makes a verdict more certain than this, or less than the rest of it.

Chosen by hand, not measured."""
CONVERSATION_SHARE = 0.25
"""Share of the tokens of a prompt that the conversation may take when a model rewrites a question.

Chosen by hand, not measured."""

# -- What a language model wrote -------------------------------------------------------------------

SUPPORTED = 0.7
"""Probability that all of a written sentence is said, from which it stays, where each of its parts
is said with at least PART_SUPPORTED.

Chosen: docs/measurements/answers.md#the-check-of-sentences, by
docs/decisions/0022-what-a-model-writes-is-a-claim.md"""
PART_SUPPORTED = 0.3
"""Probability with which each part of a written sentence must be said.

Chosen: docs/measurements/answers.md#the-check-of-sentences, by
docs/decisions/0022-what-a-model-writes-is-a-claim.md"""
CONTRADICTED = 0.75
"""Probability of contradiction from which a written sentence is struck, where that outweighs its
support.

Chosen by hand, as REFUTES_FROM."""
LEADS = 0.5
"""Support from which a reader is led to that one sentence rather than to its paragraph.

Chosen by hand, not measured."""
PART_OF_SOURCES = 0.25
"""Share of the words of a part of a sentence that its sources have, below which the part has
nothing to do with them and is weighed alone.

Chosen by hand, not measured."""
PART_WITH_ADDRESS_OF_SOURCES = 0.75
"""The same where the part leads somewhere: to a web address.

Chosen by hand, not measured."""
PART_SAID = 0.5
"""Probability of support from which such a part is said by the sources in other words.

Chosen by hand, not measured."""
NO_WORDS = 0.2
"""Share of strings that aren't words, above which a sentence isn't prose.

Chosen by hand, not measured."""
NOT_SAID_BELOW = 0.3
"""Probability of support below which a text does not say what is handed to its speaker.

Chosen by hand, not measured."""
