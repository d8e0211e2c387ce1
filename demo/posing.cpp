// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "demo/draws.h"
#include "demo/media_questions.h"

#include <algorithm>
#include <array>
#include <functional>
#include <stdexcept>
#include <utility>

namespace trutina::demo {

namespace {

/// One try at media for a claim and its true value: bystanders, form and places are drawn anew each time.
using Make = std::function<std::optional<Media>(Random&, int value)>;

struct Plan {
    Claim claim;
    Make make;
};

std::optional<Media> onePicture(Random& random, Form form, const std::vector<Wish>& wishes, Split split) {
    std::optional<Scene> scene = arrange(random, form, wishes, split);
    return scene ? std::optional(Media{{*std::move(scene)}, {}}) : std::nullopt;
}

std::optional<Media> clipOf(std::optional<Clip> clip) {
    return clip ? std::optional(Media{{}, std::move(clip)}) : std::nullopt;
}

void addBystanders(Random& random, int count, const std::vector<Subject>& subjects, std::vector<Wish>& wishes) {
    for (int i = 0; i < count; ++i) {
        wishes.push_back(wishBeside(random, subjects));
    }
}

/// So many of a subject and some others. What is held out stands among the former, where there are any.
std::vector<Wish> someOf(Random& random, const Subject& subject, int count, int others, Split split) {
    std::vector<Wish> wishes;
    for (int i = 0; i < count; ++i) {
        wishes.push_back(wishFor(random, subject, split, i == 0));
    }
    for (int i = 0; i < others; ++i) {
        wishes.push_back(wishBeside(random, {subject}, split == Split::HeldOut && count == 0 && i == 0));
    }
    return wishes;
}

/// A subject to count, and two neighbouring numbers.
Claim drawCount(Random& random, Asked asked, Split split) {
    const Subject combination = drawCombination(random, split);
    const Subject subject = countedOf(random, *combination.shape, *combination.colour);
    const int least = subject.shape || subject.colour ? 0 : 1;
    const int lower = random.between(least, mostCounted(subject) - 1);
    return {asked, subject, {}, {lower, lower + 1}};
}

/// Others beside the counted ones: as many as there is room for with the larger number, so that nothing hangs on the toss.
int drawOthers(Random& random, const Claim& claim, int most) {
    constexpr int kRoom = 5;
    const bool countsAll = !claim.subject.shape && !claim.subject.colour;
    const int room = std::min(most, kRoom - claim.values[1]);
    if (countsAll || room <= 0) {
        return 0;
    }
    return random.between(claim.values[0] == 0 ? 1 : 0, room);
}

/// So many bystanders, or the least number where the subject is to be alone. Draws what the usual crowd draws.
int bystanders(Crowd crowd, int usual, int least = 0) {
    return crowd == Crowd::Usual ? usual : least;
}

Plan planCount(Random& random, Split split, Crowd crowd) {
    const Claim claim = drawCount(random, Asked::Count, split);
    return {claim, [=](Random& r, int value) {
                const int others = bystanders(crowd, drawOthers(r, claim, 3), claim.values[0] == 0 ? 1 : 0);
                const Form form = drawForm(r, claim.values[1] + others);
                return onePicture(r, form, someOf(r, claim.subject, value, others, split), split);
            }};
}

Plan planColour(Random& random, Split split, Crowd crowd) {
    const Subject first = drawCombination(random, split);
    Subject second = first;
    while (second.colour == first.colour || second.shape != first.shape) {
        second = drawCombination(random, split);
    }
    const Claim claim{Asked::ColourOf,
                      {first.shape, std::nullopt},
                      {},
                      sorted(static_cast<int>(*first.colour), static_cast<int>(*second.colour))};
    return {claim, [=](Random& r, int value) {
                const int wrong = claim.values[0] + claim.values[1] - value;
                const int others = bystanders(crowd, r.below(4));
                const Form form = drawForm(r, others + 2);
                std::vector<Wish> wishes{{*claim.subject.shape, static_cast<Colour>(value), -1, true}};
                if (r.chance(75) && crowd == Crowd::Usual) {
                    wishes.push_back(wishBeside(r, {claim.subject}));
                    wishes.back().colour = static_cast<Colour>(wrong);
                }
                addBystanders(r, others, {claim.subject}, wishes);
                return onePicture(r, form, wishes, split);
            }};
}

Plan planExistence(Random& random, Split split, Crowd crowd) {
    const Claim claim{Asked::Existence, drawCombination(random, split), {}, {0, 1}};
    if (crowd == Crowd::Alike) {
        return {claim, [=](Random& r, int value) {
                    const int count = r.between(3, 6);
                    const Subject shown = value == 1 ? claim.subject : drawCombination(r, split);
                    const std::vector<Wish> wishes = someOf(r, shown, count, 0, split);
                    return onePicture(r, drawForm(r, count), wishes, split);
                }};
    }
    return {claim, [=](Random& r, int value) {
                const int others = bystanders(crowd, r.between(1, 4));
                const Form form = drawForm(r, others + 1);
                // As many shapes either way, or one less.
                const int more = value == 1 ? 0 : bystanders(crowd, r.coin(), 1);
                return onePicture(r, form, someOf(r, claim.subject, value, others + more, split), split);
            }};
}

Plan planPlace(Random& random, Split split, Crowd crowd) {
    Subject subject = drawCombination(random, split);
    if (random.chance(30)) {
        subject.colour.reset();
    }
    const Claim claim{Asked::PlaceOf, subject, {}, drawPlaces(random, split == Split::Training)};
    return {claim, [=](Random& r, int) {
                const int others = bystanders(crowd, r.below(4));
                const Form form = drawForm(r, others + 1);
                return onePicture(r, form, someOf(r, claim.subject, 1, others, split), split);
            }};
}

/// Another shape in a colour.
Subject drawOther(Random& random, const Subject& subject) {
    const Wish wish = wishBeside(random, {subject});
    return {wish.shape, wish.colour};
}

Plan planRelation(Random& random, Split split, Crowd crowd) {
    const Subject subject = drawCombination(random, split);
    const Subject other = drawOther(random, subject);
    const Claim claim{Asked::Relation, subject, other, drawPlaces(random, false)};
    return {claim, [=](Random& r, int) {
                const int others = bystanders(crowd, r.below(3));
                const Form form = drawForm(r, others + 2);
                std::vector<Wish> wishes{wishFor(r, subject, split, true), wishFor(r, other, split, false)};
                addBystanders(r, others, {subject, other}, wishes);
                return onePicture(r, form, wishes, split);
            }};
}

/// How large a thing is, named: which of two is larger can be told by who can tell this.
Plan planSizeOf(Random& random, Split split) {
    const Subject subject = drawCombination(random, split);
    const int first = random.below(kSizeClasses);
    const Claim claim{Asked::SizeOf, subject, {}, sorted(first, (first + random.between(1, kSizeClasses - 1)) % kSizeClasses)};
    return {claim, [=](Random& r, int value) {
                const int others = r.below(3);
                std::vector<Wish> wishes{wishFor(r, subject, split, true)};
                wishes[0].sizeClass = value;
                addBystanders(r, others, {subject}, wishes);
                return onePicture(r, drawForm(r, others + 1), wishes, split);
            }};
}

Plan planSize(Random& random, Split split, Crowd crowd, Comparing comparing) {
    if (crowd == Crowd::Alike) {
        return planSizeOf(random, split);
    }
    const Asked asked = drawSizeQuestion(random, comparing);
    const Subject held = drawCombination(random, split);
    const Subject other = drawOther(random, held);
    const bool isFirst = random.coin() == 0;
    const Claim claim{asked, isFirst ? held : other, isFirst ? other : held, {0, 1}};
    return {claim, [=](Random& r, int value) {
                const int others = bystanders(crowd, r.below(3));
                const Form form = drawForm(r, others + 2);
                const bool subjectIsLarger = (asked == Asked::Larger) == (value == 0);
                const int small = r.below(2);
                const int large = r.between(small + 1, 2);
                std::vector<Wish> wishes{wishFor(r, claim.subject, split, isFirst), wishFor(r, claim.other, split, !isFirst)};
                wishes[0].sizeClass = subjectIsLarger ? large : small;
                wishes[1].sizeClass = subjectIsLarger ? small : large;
                addBystanders(r, others, {held, other}, wishes);
                return onePicture(r, form, wishes, split);
            }};
}

/// Forms of two pictures: mostly alike, and mostly small.
std::array<Form, 2> drawForms(Random& random, int shapes) {
    const Form first = random.chance(70) ? Form::Square : drawForm(random, shapes);
    const Form second = random.chance(80) ? first : drawForm(random, shapes);
    return {first, second};
}

std::optional<Media> twoPictures(Random& random, const std::array<Form, 2>& forms, const std::array<std::vector<Wish>, 2>& wishes,
                                 const std::array<Split, 2>& splits) {
    std::optional<Scene> first = arrange(random, forms[0], wishes[0], splits[0]);
    if (!first) {
        return std::nullopt;
    }
    std::optional<Scene> second = arrange(random, forms[1], wishes[1], splits[1]);
    return second ? std::optional(Media{{*std::move(first), *std::move(second)}, {}}) : std::nullopt;
}

Plan planWhichPicture(Random& random, Split split, Crowd crowd) {
    const Claim claim{Asked::WhichPicture, drawCombination(random, split), {}, {0, 1}};
    if (crowd == Crowd::Alike) {
        return {claim, [=](Random& r, int value) {
                    const int count = r.between(3, 6);
                    const Subject rest = drawOther(r, claim.subject);
                    std::array<std::vector<Wish>, 2> wishes;
                    wishes[static_cast<std::size_t>(value)] = someOf(r, claim.subject, count, 0, split);
                    wishes[static_cast<std::size_t>(1 - value)].assign(static_cast<std::size_t>(count),
                                                                       wishFor(r, rest, split, false));
                    return twoPictures(r, drawForms(r, count), wishes, {split, split});
                }};
    }
    return {claim, [=](Random& r, int value) {
                std::array<std::vector<Wish>, 2> wishes;
                const auto here = static_cast<std::size_t>(value);
                const int beside = bystanders(crowd, r.below(4));
                const int elsewhere = bystanders(crowd, r.between(1, 4), 1);
                wishes[here] = someOf(r, claim.subject, 1, beside, split);
                addBystanders(r, elsewhere, {claim.subject}, wishes[1 - here]);
                const auto forms = drawForms(r, std::max(beside + 1, elsewhere));
                return twoPictures(r, forms, wishes, {split, split});
            }};
}

Plan planMore(Random& random, Split split, Crowd crowd, Comparing comparing) {
    const Subject combination = drawCombination(random, split);
    Subject subject = countedOf(random, *combination.shape, *combination.colour);
    if (subject.shape && subject.colour) {
        subject = {}; // pictures full of one shape in one colour are rare; all shapes are the plainer question
    }
    const Asked asked = drawNumberQuestion(random, comparing);
    const Claim claim{asked, subject, {}, {0, 1}};
    return {claim, [=](Random& r, int value) {
                const bool countsAll = !subject.shape && !subject.colour;
                const int difference = crowd == Crowd::Alike ? r.between(3, 4) : r.between(1, 3);
                const int few = r.between(countsAll ? 1 : 0, (countsAll ? 5 : 4) - difference);
                const auto richer = static_cast<std::size_t>(asked == Asked::MorePicture ? value : 1 - value);
                std::array<std::vector<Wish>, 2> wishes;
                const int othersHere = countsAll ? 0 : bystanders(crowd, r.below(3));
                const int othersThere = countsAll ? 0 : bystanders(crowd, r.between(few == 0 ? 1 : 0, 2), few == 0 ? 1 : 0);
                wishes[richer] = someOf(r, subject, few + difference, othersHere, split);
                for (int i = 0; i < few; ++i) {
                    wishes[1 - richer].push_back(wishFor(r, subject, split, false));
                }
                addBystanders(r, othersThere, {subject}, wishes[1 - richer]);
                const int most = static_cast<int>(std::max(wishes[0].size(), wishes[1].size()));
                return twoPictures(r, drawForms(r, most), wishes, {split, split});
            }};
}

Plan planDirection(Random& random, Split split, Crowd crowd) {
    const Subject subject = drawCombination(random, split);
    const int first = random.below(4);
    const int turn = random.coin() == 0 ? first ^ 1 : (first + random.between(1, 3)) % 4;
    const Claim claim{Asked::DirectionOf, subject, {}, sorted(first, turn)};
    return {claim, [=](Random& r, int value) {
                std::vector<Wish> still;
                addBystanders(r, bystanders(crowd, r.below(4)), {subject}, still);
                const Wish moving = wishFor(r, subject, split, true);
                return clipOf(arrangeMotion(r, moving, static_cast<Direction>(value), still, split));
            }};
}

/// Distinct combinations with times of their own.
std::optional<Media> arrivals(Random& random, std::vector<Wish> wishes, const std::vector<Subject>& named, Split split,
                              Crowd crowd) {
    std::vector<Subject> known = named;
    const int others = bystanders(crowd, random.below(3));
    for (int i = 0; i < others; ++i) {
        wishes.push_back(wishBeside(random, known));
        known.push_back({wishes.back().shape, wishes.back().colour});
    }
    std::array<int, 4> steps{0, 1, 2, 3};
    if (crowd == Crowd::Alike) {
        steps = random.coin() == 0 ? std::array{0, 3, 1, 2} : std::array{3, 0, 1, 2};
    } else {
        random.shuffle(steps);
    }
    std::vector<std::pair<Wish, int>> timed;
    for (std::size_t i = 0; i < wishes.size(); ++i) {
        timed.emplace_back(wishes[i], steps[i]);
    }
    return clipOf(arrangeArrivals(random, timed, split));
}

Plan planOrder(Random& random, Split split, Crowd crowd, Comparing comparing) {
    const Asked asked = drawOrderQuestion(random, comparing);
    const Subject held = drawCombination(random, split);
    const Subject other = drawOther(random, held);
    const bool isFirst = random.coin() == 0;
    const Claim claim{asked, isFirst ? held : other, isFirst ? other : held, {0, 1}};
    return {claim, [=](Random& r, int) {
                const std::vector<Wish> wishes{wishFor(r, held, split, true), wishFor(r, other, split, false)};
                return arrivals(r, wishes, {held, other}, split, crowd);
            }};
}

Plan planVideoCount(Random& random, Split split, Crowd crowd) {
    const Claim claim = drawCount(random, Asked::Arrived, split);
    return {claim, [=](Random& r, int value) {
                const int others = bystanders(crowd, drawOthers(r, claim, 2), claim.values[0] == 0 ? 1 : 0);
                std::vector<std::pair<Wish, int>> timed;
                for (const Wish& wish : someOf(r, claim.subject, value, others, split)) {
                    timed.emplace_back(wish, r.below(4));
                }
                return clipOf(arrangeArrivals(r, timed, split));
            }};
}

Plan planOf(Random& random, Kind kind, Split split, Crowd crowd, Comparing comparing) {
    switch (kind) {
    case Kind::Count:
        return planCount(random, split, crowd);
    case Kind::Colour:
        return planColour(random, split, crowd);
    case Kind::Existence:
        return planExistence(random, split, crowd);
    case Kind::Position:
        return random.chance(60) ? planPlace(random, split, crowd) : planRelation(random, split, crowd);
    case Kind::Size:
        return planSize(random, split, crowd, comparing);
    case Kind::WhichPicture:
        return planWhichPicture(random, split, crowd);
    case Kind::MoreShapes:
        return planMore(random, split, crowd, comparing);
    case Kind::Direction:
        return planDirection(random, split, crowd);
    case Kind::Order:
        return planOrder(random, split, crowd, comparing);
    default:
        return planVideoCount(random, split, crowd);
    }
}

} // namespace

Posed pose(Random& random, Kind kind, Split split, Crowd crowd, Comparing comparing) {
    const Plan plan = planOf(random, kind, split, crowd, comparing);
    const int toss = random.coin();
    constexpr int kTries = 5000; // far more than the rarest plan needs
    for (int attempt = 0; attempt < kTries; ++attempt) {
        std::optional<Media> media = plan.make(random, plan.claim.values[static_cast<std::size_t>(toss)]);
        if (media && truth(plan.claim, *media) == toss) {
            return {plan.claim, toss, *std::move(media)};
        }
    }
    throw std::logic_error(std::string("no scene shows a question of the kind ") + infoOf(kind).name);
}

} // namespace trutina::demo
