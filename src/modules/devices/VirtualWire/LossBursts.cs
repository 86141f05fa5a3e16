namespace Hokku.Devices.VirtualWire;

/// <summary>Losses in bursts: the two-state model of Gilbert and Elliott. Probabilities are asked for each frame.</summary>
/// <param name="Enter">How likely a burst begins.</param>
/// <param name="Leave">How likely it ends; its mean length is 1 / Leave frames.</param>
/// <param name="Loss">How likely a frame is lost during a burst.</param>
public sealed record LossBursts(double Enter, double Leave, double Loss = 1);
