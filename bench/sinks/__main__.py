"""Every comparison of this folder."""

from bench.sinks import index, latency, relevance

index.main()
relevance.main()
latency.main()
