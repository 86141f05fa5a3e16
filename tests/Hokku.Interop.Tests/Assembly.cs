using Xunit.v3;
using Xunit.Sdk;

// Programs, kernels and a host each want a processor; side by side these tests would measure one another.
[assembly: Parallelization(Mode = ParallelMode.None)]
