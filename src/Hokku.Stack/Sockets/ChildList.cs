namespace Hokku.Stack;

/// <summary>Connections of a listener that were not accepted yet, oldest first.</summary>
internal sealed class ChildList : SocketList<ChildList.Place>
{
    internal readonly struct Place : ISocketPlace
    {
        public static ref SocketLinks Of(NetSocket socket) => ref socket.AmongChildren;
    }
}
