// Servers on two cores: tests that watch clocks and memory must not disturb each other.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
