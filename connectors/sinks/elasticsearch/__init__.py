"""Everything that is searchable: topics into indices, and questions to them.

client → templates (what an index looks like) → documents (record → document) → bulk (send, sort the answers) → sink
(the loop); search asks.
"""
