using BenchmarkDotNet.Running;

BenchmarkSwitcher.FromAssembly(typeof(CacheStorm.Benchmarks.StoreBenchmarks).Assembly).Run(args);
