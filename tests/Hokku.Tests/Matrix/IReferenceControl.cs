using Hokku.Abstractions;

namespace Hokku.Tests.Matrix;

/// <summary>A congestion control as the reference drives it: segments and seconds.</summary>
internal interface IReferenceControl
{
    double Window { get; }

    /// <summary>Segments a second; 0 for no pacing.</summary>
    double Pace => 0;

    /// <summary>A segment arrived.</summary>
    void Acknowledged(in ReferenceAck ack);

    void Lost(double flight);

    void Recovered();

    void TimedOut(double flight);
}

/// <summary>What the reference knows when a segment is acknowledged.</summary>
internal readonly record struct ReferenceAck(double Now, double RoundTrip, double Smoothed, long Acknowledged, long Sent, int Pipe, int Lost, bool IsRecovering, DeliveryMark Mark);
