#compdef escalate esc
# Completion of escalate in zsh: words are asked for at each TAB, and only ever read as data.
_escalate() {
    local word about
    local -a whole open wholes opens
    while IFS=$'\t' read -r word about; do
        if [[ $word == :files ]]; then
            _files
            return
        elif [[ $word == *: ]]; then
            open+=("$word") opens+=("$word  $about")
        else
            whole+=("$word") wholes+=("$word  $about")
        fi
    done < <(command escalate _complete "${(@Q)words[2,CURRENT-1]}" "${(Q)PREFIX}" 2>/dev/null)
    compadd -V escalate -l -d wholes -a whole
    compadd -V escalate -l -S '' -d opens -a open
}
if [[ $funcstack[1] == _escalate ]]; then
    _escalate "$@"
else
    compdef _escalate escalate esc
fi
