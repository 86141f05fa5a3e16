namespace Hokku.Simulation;

/// <summary>Times as a scenario says them: <c>20.Milliseconds</c>, <c>30.Seconds</c>.</summary>
public static class TimeSpans
{
    extension(int number)
    {
        public TimeSpan Microseconds => TimeSpan.FromMicroseconds(number);

        public TimeSpan Milliseconds => TimeSpan.FromMilliseconds(number);

        public TimeSpan Seconds => TimeSpan.FromSeconds(number);

        public TimeSpan Minutes => TimeSpan.FromMinutes(number);

        public TimeSpan Hours => TimeSpan.FromHours(number);
    }
}
