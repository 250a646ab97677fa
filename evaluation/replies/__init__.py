"""Replies to questions, measured: right answers, honest quotes, speakers, copies."""
