# Completion of escalate in fish: words are asked for at each TAB, and only ever read as data.
function __escalate_words
    set -l words (commandline -opc)
    set -l word (commandline -ct)
    set -e words[1]
    for line in (command escalate _complete $words "$word" 2>/dev/null)
        if test "$line" = :files
            __fish_complete_path "$word"
        else
            printf '%s\n' "$line"
        end
    end
end
complete -c escalate -f -k -a '(__escalate_words)'
complete -c esc -f -k -a '(__escalate_words)'
