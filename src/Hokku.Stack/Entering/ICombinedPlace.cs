namespace Hokku.Stack;

/// <summary>What a <see cref="CombiningLock"/> guards, as the lock sees it.</summary>
internal interface ICombinedPlace
{
    /// <summary>Inside: does a bounded amount of what was put off. False when there is more.</summary>
    bool Settle();

    /// <summary>Inside: there is more to settle than one hold may do; it must be come back for.</summary>
    void SettleLater();

    /// <summary>Inside: an exception that has no caller.</summary>
    void Failed(Exception failure);

    /// <summary>Outside, just after leaving: does what must not be done inside.</summary>
    void Left();
}
