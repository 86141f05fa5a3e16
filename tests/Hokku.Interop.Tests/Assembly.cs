using Xunit.Sdk;
using Xunit.v3;

// Programs, kernels and a host each want a processor; side by side these tests would measure one another.
[assembly: Parallelization(Mode = ParallelMode.None)]
