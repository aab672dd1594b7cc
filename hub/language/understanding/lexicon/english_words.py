"""English words by the hundred: verbs, fillers, numbers, well-known things, common words."""

VERBS: dict[str, str] = {
    # "do" says nothing without a particle, a state or a value.
    "do": "turn|switch|put|flip|flick|power|get|make|set|change|adjust|bring|have|want|pop|pull"
    "|take|move|slide|swing|i want|we want|i need|we need|i d like|i would like|we d like|give me"
    "|give us|let me have|let s have|tune|send|return|go|trun|tunr|trn|tun|swich|swith|swtich"
    "|swithc|tern"
    "|would you mind turning|would you mind switching|would you mind putting|mind turning"
    "|would you mind setting|do you mind turning|mind switching|modify|fix|crank it|dial"
    "|roll|call|let|knock|blast|throw|wind|i d love|we would like"
    "|nudge|ease|whack|stick|shove|edge|inch|tweak|notch|drag|hike"
    "|configure|choose|select|pick|use|regulate|shift",
    # What is left moves nothing, and nothing else may move it.
    "leave": "leave|leave alone|keep",
    "ensure": "make sure|ensure|make certain|see that|see to it that|make sure that|see to it"
    "|be sure",
    "on": "light|activate|enable|fire up|light up|illuminate|boot up|boot|power up|start up|engage"
    "|spark up|energize|energise|wake up|wake|set off|sound the|sound an|get going|reactivate"
    "|let there be|turn back on|switch back on|set in motion",
    "start": "start|do|run|run through|launch|begin|trigger|execute|kick off|initiate"
    "|play back|fire off",
    "stop": "stop|halt|end|quit|freeze|cease|abort",
    "off": "get rid of|kill|cut|douse|extinguish|deactivate|disable|shut off|shut down"
    "|power down|power off"
    "|snuff|snuff out|cut off|disengage|disconnect|turn back off|switch back off|close down"
    "|knock off|black out|switch of|turn of|kill off|put to sleep",
    "hit": "hit",
    "toggle": "toggle|flip over|invert",
    "open": "let some light in|let the light in|let in some light|let the sun in|let some sun in"
    "|let some sunlight in|let the sunshine in|let the daylight in|let some daylight in|open"
    "|open up|draw back|draw open|unshutter|uncover|pull back|unfold",
    "close": "close|shut|close up|draw|shut up|draw closed|draw shut|close off",
    "raise": "raise|lift|pull up|roll up|hoist|lift up|wind up|raise up|reel up",
    "lower": "lower|roll down|drop|pull down|let down|wind down|lower down|drop down",
    "up": "increase|crank up|crank|ramp up|pump up|boost|bump up|bump|jack up|amp up|step up"
    "|turn up|up|notch up|push up|amplify|intensify|hike|hike up|whack up|nudge up|dial up",
    "down": "decrease|reduce|lessen|tone down|cut down|cut back|step down|turn down|diminish"
    "|knock down|ease down|nudge down|ease off|dial down|dial back|bump down|ramp down|take down",
    "dim": "dim|dim down|darken|tone down the light|dim out|soften",
    "brighten": "brighten|brighten up|lighten|lighten up|brighten it up",
    "warm": "heat|warm|heat up|warm up|preheat|pre heat",
    "cool": "cool|cool down|chill|cool off|chill down",
    "lock": "lock|lock up|bolt|secure|latch|deadbolt|lock down",
    "unlock": "unlock|unbolt|unlatch",
    "play": "play something|play anything|play me something|play us something|put something on"
    "|play some music|play|start playing|play some|begin playing",
    "pause": "pause|hold|put on pause|put on hold",
    "resume": "resume|continue|unpause|carry on|carry on with|resume playing|continue playing"
    "|keep playing|go on with|carry on playing|go on playing|keep on playing|carry on with playing",
    "next": "skip|next|skip to the next|go to the next|play the next|play next|skip ahead"
    "|skip forward|skip to next|jump to the next|skip over|next one|fast forward to the next",
    "previous": "previous|go back|go back to the previous|play the previous|previous one|last"
    "|back to the previous|go to the previous|play the last|go back a|play previous|go back one",
    "mute": "mute|silence|hush|shush",
    "unmute": "unmute|un mute",
    "shuffle": "shuffle",
    "repeat": "repeat|loop|repeat everything|repeat all|loop everything|loop all",
    "clean": "clean|vacuum|hoover|sweep|mop|vacuum up|clean up|tidy|start cleaning|start vacuuming"
    "|begin cleaning|start hoovering|have a go at cleaning|clean the floor in|do the floor in",
    "stop_clean": "stop cleaning|stop vacuuming|stop hoovering",
    "dock": "dock|return to base|go home|return home|return to dock|return to the dock|recall"
    "|go back to base|return to its base|return to its dock",
    "locate": "locate|find",
    "press": "press|push|tap|ring|push down|press down",
    "mow": "mow the lawn|mow the grass|cut the grass|cut the lawn|mow|start mowing|begin mowing",
    "spot": "spot clean",
    "oscillate": "oscillate|rotate|start oscillating|let it swing|make it swing|have it swing"
    "|let it oscillate|let it rotate|make it rotate|swing around|start swinging",
    "retract": "retract|reel in|wind in|roll in|pull in|bring in|take in|draw in",
    "extend": "extend|roll out|wind out|bring out|let out",
    "arm": "arm|set the alarm|set the burglar alarm|set the house alarm|set the security alarm"
    "|set the security system|set the alarm system",
    # To sound an alarm is nothing that an alarm system is asked for by a sentence.
    "trigger": "trigger the alarm|trigger the burglar alarm|trigger the house alarm"
    "|trigger the security alarm|set off the alarm|set off the burglar alarm"
    "|set off the house alarm|set off the security alarm|set the alarm off",
    "disarm": "disarm",
    "double": "double",
    "halve": "halve",
    "reverse": "reverse",
}

FILLERS = (
    "lets|that is it|that is all|that will be all|that ll be all|that would be all"
    "|first|firstly|finally|lastly|can it be|could it be|it needs to be|it should be|it has to be"
    "|we could|we can|we might|let us"
    "|please|pls|plz|kindly|just|now|right now|right away|immediately|straight away|asap|really"
    "|actually|quickly|again|back|too|for me|for us|thanks|thank you|thx|cheers|ta|will you"
    "|would you|could you|can you|can we|could we|can u|could u|would u|will u|can you please"
    "|could you please|would you please|would you mind|would you kindly|could you kindly"
    "|do you mind|hey|hi|hello|ok|okay|lares|hey lares|ok lares|alright|right|well|so|um|uh|erm|hmm"
    "|oh|yo|go ahead and|i want you to|i d like you to|i would like you to|i need you to"
    "|we need you to|you to|let s|go|would be great|would be nice|if you can|if you could"
    "|if possible|if you would|if you don t mind|when you can|when you get a chance|honey|mate"
    "|dear|buddy|dude|computer|assistant|house|be so kind and|be so kind as to|why don t you"
    "|you can|you could|you may|for a change|real quick|a sec|do me a favor and"
    "|do me a favour and|i want|i need|to be|to go|be|going|set to|the value|value|to have"
    "|it would be nice if you could|i was wondering if you could|possibly|maybe|perhaps|simply"
    "|only|sweetheart|at once|instead|for now|at the moment|already|currently|home assistant"
    "|thing|things|unit|device|devices|will ya|wanna|gonna|you|yeah|yes|sure|lemme"
    "|help me|try to|try and|my friend|somehow|go and|need to|have to|we should|time to"
    "|it is time to|to make it|to be at|so that it is|would love|hurry"
    "|quick|come on"
    "|alone|as is|as it is|untouched|great|awesome|all right|remember to|proceed to"
    "|be a dear and"
)

_ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen"
    " fifteen sixteen seventeen eighteen nineteen"
)
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety hundred"
NUMBERS: dict[str, float] = {word: float(n) for n, word in enumerate(_ONES.split())} | {
    word: 10.0 * n for n, word in enumerate(_TENS.split(), start=2)
}
NUMBERS |= {"fourty": 40.0, "thousand": 1000.0}

FRACTIONS: dict[str, float] = {"and a half": 0.5, "and a quarter": 0.25} | {
    f"point {word}": n / 10 for n, word in enumerate(_ONES.split()[:10])
}
COUNTED: dict[str, float] = {
    "a": 1.0, "half a": 0.5, "a couple of": 2.0, "couple of": 2.0, "a couple": 2.0, "a few": 3.0,
    "another": 1.0, "another couple of": 2.0, "a single": 1.0,
}  # fmt: skip

# Things and rooms that many homes have: said of a home without them, they are named as absent.
ABSENT = (
    "outside|outdoors|upstairs|downstairs|study|attic|loft|nursery|basement|cellar|garage"
    "|garden|patio|porch|balcony|terrace|veranda"
    "|conservatory|sunroom|sun room|den|lounge|hall|hallway|corridor|landing|utility room|laundry"
    "|laundry room|pantry|larder|library|gym|sauna|pool|playroom|play room|games room|game room"
    "|dining room|living room|bedroom|bathroom|kitchen|office|guest room|guestroom|kids room"
    "|kid s room|children s room|toilet|restroom|washroom|shed|workshop|barn|greenhouse|stable"
    "|backyard|back yard|front yard|yard|driveway|deck|foyer|lobby|entrance|entryway|mudroom"
    "|mud room|wine cellar|boiler room|closet|wardrobe|dressing room|studio|media room|theater"
    "|home theater|cinema|bar|guest house|pool house|second floor|third floor|first floor|roof"
    "|oven|stove|cooker|hob|dishwasher|fridge|refrigerator|freezer|microwave|kettle|toaster"
    "|coffee machine|coffee maker|espresso machine|washing machine|washer|dryer|tumble dryer"
    "|fireplace|jacuzzi|hot tub|fountain|pond pump|chandelier|lava lamp|disco ball|doorbell"
    "|projector|printer|computer|pc|laptop|camera|towel rail|heated towel rail|electric blanket"
    "|christmas tree|fairy lights|aquarium|fish tank|air purifier|purifier|diffuser|iron"
    "|hair dryer|playstation|xbox|subwoofer|record player|turntable|gramophone|piano|treadmill"
    "|underfloor heating|heat pump|solar panels|car charger|charger|pump|sun lamp|spotlight|spot"
    "|led strip|light strip|night light|nightlight|sconce|lantern|floodlight|flood light"
)

_COMMON = (
    "the a an and or but not no yes is are was were be been being am do does did done doing have"
    " has had having i you he she it we they me him her us them my your his its our their this"
    " that these those who whom whose which what when where why how if then else than because"
    " while as until of at by for with about against between into through during before after"
    " above below to from up down in out on off over under again further once here there all any"
    " both each few more most other some such only own same so too very can will just should now"
    " would could may might must shall let like want need know think say said tell told ask asked"
    " see saw seen look looks looked looking hear heard feel felt find found give gave get got go"
    " went gone come came take took make made put turn turned turns turning switched opened opens"
    " opening closes closing locks locked locking stopped stops starts started starting plays"
    " played playing sets setting leave left keep kept call called try tried use used work worked"
    " works working seem help show showed start run ran move live believe hold bring happen write"
    " wrote sit stand lose pay meet include continue learn change changed lead understand watch"
    " watched follow create speak read spend grow walk win teach offer remember love loved"
    " consider appear buy bought wait serve die send expect build stay fall reach kill remain"
    " suggest pass sell require report decide night nights sight right fight tight eight weight"
    " height sleep sheep deep book books cook good food mood wood room rooms roof root boot door"
    " floor poor four time day year people way man woman child world life hand part place case"
    " week company system program question government number point home water mother area money"
    " story fact month lot study job word business issue side kind head house service friend"
    " father power hour game line end member law car city community name president team minute"
    " idea body back parent face level office person art war history party result morning reason"
    " research girl guy moment air teacher force education foot boy age policy music market sense"
    " nation plan college interest death experience effect class control field development role"
    " effort rate heart drug leader voice wife police mind price decision son view relationship"
    " town road arm difference value dog cat cold cool warm hot dark bright loud quiet fast slow"
    " high low new old big small long short early late young important public bad able last next"
    " best better sure free true whole clear recent certain personal open red yet still also even"
    " well always never often ever really almost already soon perhaps maybe today tomorrow"
    " yesterday tonight later first second third one two three five six seven nine ten sorry"
    " thanks hello please everyone anyone someone something anything nothing everything bill phil"
    " fame lame lake bake cake fake wake shape shake share shame state stage shade shaded clothes"
    " closet climb limb dime lime lamb land lane fans pans pain rain train brain cover covered"
    " lover block clock flock rock sock luck lick bike hike lovely friday monday sunday saturday"
    " thursday tuesday wednesday spring summer autumn winter battery weather wether feather"
    " whether either neither rather alarm alarms timer timers remind reminder weekend weekday noon"
    " midnight sunset sunrise dusk dawn minutes seconds hours every forever score scene mean means"
    " meant bean clean cleans cleaned lean dream cream scream stream steam"
)
COMMON = frozenset(_COMMON.split())
