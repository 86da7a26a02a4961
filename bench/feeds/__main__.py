"""Every comparison of this folder that needs no peer installed and no stack."""

from bench.feeds import idle, poll, week

poll.main()
idle.main()
week.main()
