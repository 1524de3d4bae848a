# Completion of escalate in bash: words are asked for at each TAB, and only ever read as data.
_escalate() {
    local word about rows=() width=0
    COMPREPLY=()
    while IFS=$'\t' read -r word about; do
        if [[ $word == :files ]]; then
            compopt -o default 2>/dev/null
            return
        fi
        [[ $word == *: ]] && compopt -o nospace 2>/dev/null
        printf -v word %q "$word"
        COMPREPLY+=("$word")
        rows+=("$about")
        ((${#word} > width)) && width=${#word}
    done < <(command escalate _complete --line "${COMP_LINE:0:COMP_POINT}" "$2" 2>/dev/null)
    # What is listed, and not put on the line, says what each word means.
    if [[ $COMP_TYPE == 63 || $COMP_TYPE == 33 ]] && ((${#COMPREPLY[@]} > 1)); then
        local i
        for i in "${!COMPREPLY[@]}"; do
            printf -v word '%-*s  %s' "$width" "${COMPREPLY[i]}" "${rows[i]}"
            COMPREPLY[i]=${word:0:${COLUMNS:-80}-1}
        done
    fi
}
complete -o nosort -F _escalate escalate esc 2>/dev/null || complete -F _escalate escalate esc
