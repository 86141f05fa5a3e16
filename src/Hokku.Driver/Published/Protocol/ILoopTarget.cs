using Hokku.Linux;

namespace Hokku.Driver.Published;

/// <summary>Who is told, by the loop's thread, that a descriptor is ready.</summary>
internal interface ILoopTarget
{
    void Ready(Readiness ready);
}
