// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "demo/nonsense.h"
#include "demo/question.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace trutina::demo {

namespace {

using Texts = std::vector<std::string>;

// Sums.

Texts sumQuestions(int a, int b) {
    const std::string first = numberWord(a);
    const std::string second = numberWord(b);
    const std::string digits = std::to_string(a) + " + " + std::to_string(b);
    return {"What is " + first + " plus " + second + "?", "What is " + digits + "?",
            "How much is " + first + " plus " + second + "?", "Add " + std::to_string(a) + " and " + std::to_string(b) + ".",
            "What is the sum of " + first + " and " + second + "?"};
}

Texts sumAnswers(int a, int b, int sum) {
    const std::string word = numberWord(sum);
    return {capitalised(word) + ".",
            std::to_string(sum) + ".",
            "It is " + word + ".",
            "The answer is " + word + ".",
            capitalised(numberWord(a)) + " plus " + numberWord(b) + " is " + word + ".",
            std::to_string(a) + " + " + std::to_string(b) + " = " + std::to_string(sum) + "."};
}

constexpr int kDigits = 10;

Question drawSum(Random& random, Split split) {
    while (true) {
        const int a = random.below(kDigits);
        const int b = random.below(kDigits);
        const int wrong = a + b + (random.coin() == 0 ? 1 : -1) * random.between(1, 2);
        if (isHeldOutSum(a, b) != (split == Split::HeldOut) || wrong < 0) {
            continue;
        }
        return phrase(random, Kind::Sum, {sumQuestions(a, b), {sumAnswers(a, b, a + b), sumAnswers(a, b, wrong)}}, 0);
    }
}

// Small facts, for instructions.

struct Fact {
    std::string question, word, sentence;
    int number = -1; ///< that the word names, or -1
};

const std::vector<Fact>& facts() {
    static const std::vector<Fact> kFacts{
        {"What colour is grass?", "green", "grass is green"},
        {"What colour is snow?", "white", "snow is white"},
        {"What colour is coal?", "black", "coal is black"},
        {"What colour is a ripe banana?", "yellow", "a ripe banana is yellow"},
        {"What colour is a tomato?", "red", "a tomato is red"},
        {"What colour is the sky on a clear day?", "blue", "the sky is blue on a clear day"},
        {"How many legs does a dog have?", "four", "a dog has four legs", 4},
        {"How many legs does a spider have?", "eight", "a spider has eight legs", 8},
        {"How many legs does an ant have?", "six", "an ant has six legs", 6},
        {"How many wheels does a bicycle have?", "two", "a bicycle has two wheels", 2},
        {"How many corners does a triangle have?", "three", "a triangle has three corners", 3},
        {"How many corners does a square have?", "four", "a square has four corners", 4},
        {"How many days does a week have?", "seven", "a week has seven days", 7},
        {"How many months does a year have?", "twelve", "a year has twelve months", 12},
        {"How many fingers does a hand have?", "five", "a hand has five fingers", 5},
        {"Which animal barks?", "dog", "the dog barks"},
        {"Which animal gives milk?", "cow", "the cow gives milk"},
        {"What do bees make?", "honey", "bees make honey"},
        {"What does sugar taste like?", "sweet", "sugar tastes sweet"},
        {"What does a lemon taste like?", "sour", "a lemon tastes sour"},
        {"What is the opposite of hot?", "cold", "the opposite of hot is cold"},
        {"What is the opposite of big?", "small", "the opposite of big is small"},
        {"What is the opposite of night?", "day", "the opposite of night is day"},
        {"What falls from clouds?", "rain", "rain falls from clouds"},
    };
    return kFacts;
}

Fact drawFact(Random& random) {
    if (random.chance(60)) {
        return random.pick(facts());
    }
    const int a = random.below(kDigits);
    const int b = random.below(kDigits);
    const std::string sum = std::string(numberWord(a)) + " plus " + numberWord(b);
    return {"What is " + sum + "?", numberWord(a + b), sum + " is " + numberWord(a + b), a + b};
}

/// Two opposite wishes: each way to answer keeps one and breaks the other.
struct Style {
    const char* name;
    std::array<std::array<const char*, 3>, 2> wishes;
};
constexpr std::array kStyles{
    Style{"length",
          {{{"Answer in one word.", "Use one word only.", "Reply with a single word."},
            {"Answer in a full sentence.", "Use a whole sentence.", "Reply with a complete sentence."}}}},
    Style{"letters",
          {{{"Answer in capital letters.", "Write the answer in capitals.", "Use capital letters only."},
            {"Answer in small letters.", "Write the answer without capitals.", "Use small letters only."}}}},
    Style{"digits",
          {{{"Answer in digits.", "Write the number in digits.", "Use digits for the number."},
            {"Answer in words.", "Write the number as a word.", "Use a word for the number."}}}},
    Style{"mark",
          {{{"End with an exclamation mark.", "Put an exclamation mark at the end.", "Finish with an exclamation mark."},
            {"End with a full stop.", "Put a full stop at the end.", "Finish with a full stop."}}}},
    Style{"times",
          {{{"Give the answer twice.", "Say it twice.", "Repeat the answer once more."},
            {"Give the answer once.", "Say it only once.", "Do not repeat the answer."}}}},
};

/// The answer as each of the two wishes of a style wants it.
std::array<std::string, 2> styled(Random& random, std::size_t style, const Fact& fact) {
    const std::string word = capitalised(fact.word) + ".";
    const std::string sentence = capitalised(fact.sentence) + ".";
    const std::string any = random.coin() == 0 ? word : sentence;
    switch (style) {
    case 0:
        return {word, sentence};
    case 1:
        return {upper(any), lower(any)};
    case 2: {
        const std::string frame = random.coin() == 0 ? "" : "The answer is ";
        return {frame + std::to_string(fact.number) + ".", (frame.empty() ? capitalised(fact.word) : frame + fact.word) + "."};
    }
    case 3:
        return {any.substr(0, any.size() - 1) + "!", any};
    default:
        return {any + " " + any, any};
    }
}

Question drawInstruction(Random& random, Split split) {
    constexpr std::size_t kDigitStyle = 2;
    while (true) {
        const auto style = static_cast<std::size_t>(random.below(static_cast<int>(kStyles.size())));
        const Fact fact = drawFact(random);
        const bool isNew = isHeldOutText(std::string(kStyles[style].name) + "|" + fact.question);
        if (isNew != (split == Split::HeldOut) || (style == kDigitStyle && fact.number < 0)) {
            continue;
        }
        const std::array<std::string, 2> answers = styled(random, style, fact);
        const int wanted = random.coin();
        const std::string wish = random.pick(kStyles[style].wishes[static_cast<std::size_t>(wanted)]);
        const std::string prompt = random.coin() == 0 ? fact.question + " " + wish : wish + " " + fact.question;
        return phrase(random, Kind::Instruction, {{prompt}, {Texts{answers[0]}, Texts{answers[1]}}}, wanted);
    }
}

} // namespace

bool isHeldOutSum(int first, int second) {
    if (first == second) {
        return false;
    }
    const int low = first < second ? first : second;
    const int high = first < second ? second : first;
    const std::uint64_t hash = engine::scrambled(static_cast<std::uint64_t>(low * kDigits + high));
    const bool isChosen = hash % 7 < 2;
    const bool lowFirst = (hash >> 32) % 2 == 0;
    return isChosen && (first == low) == lowFirst;
}

Question drawTextQuestion(Random& random, Kind kind, Split split) {
    switch (kind) {
    case Kind::Sum:
        return drawSum(random, split);
    case Kind::Instruction:
        return drawInstruction(random, split);
    default:
        return drawNonsense(random, split);
    }
}

} // namespace trutina::demo
