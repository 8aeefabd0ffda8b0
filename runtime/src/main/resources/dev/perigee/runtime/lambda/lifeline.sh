# Runs $0 for as long as standard input stays open.
#
# A session of its own makes it the leader of a process group. A second child reads the lifeline to its end; it is
# killed once $0 has ended. TERM is for $0, and interrupts the wait.
ulimit -c 0; ulimit -n 1024
exec 3<&0
if command -v setsid >/dev/null; then
  setsid "$0" </dev/null 3<&- &
else
  "$0" </dev/null 3<&- &
fi
child=$!
{ read -r end; kill -KILL -$child || kill -KILL $child; } <&3 >/dev/null 2>&1 &
lifeline=$!
exec 3<&-
trap 'kill -TERM $child' TERM
while :; do
  wait $child
  status=$?
  kill -0 $child 2>/dev/null || break
done
kill -KILL $lifeline 2>/dev/null
exit $status
