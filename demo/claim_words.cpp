// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "demo/claim.h"

#include <array>
#include <cstddef>

namespace trutina::demo {

namespace {

using Texts = std::vector<std::string>;

std::string verb(int count) {
    return count == 1 ? "is" : "are";
}

/// "no circles", "one circle", "two circles"
std::string quantity(int count, const Subject& subject) {
    return (count == 0 ? "no" : numberWord(count)) + std::string(" ") + subject.noun(count != 1);
}

Texts numberAnswers(int count, const Subject& subject) {
    const std::string things = quantity(count, subject);
    return {capitalised(numberWord(count)) + ".", std::to_string(count) + ".", "There " + verb(count) + " " + things + ".",
            "I can see " + things + ".", "The picture shows " + things + "."};
}

Texts arrivalAnswers(int count, const Subject& subject) {
    const std::string things = quantity(count, subject);
    return {capitalised(numberWord(count)) + ".", std::to_string(count) + ".",
            "At the end there " + verb(count) + " " + things + ".",
            capitalised(things) + (count == 1 ? " has" : " have") + " appeared.", "By the end I can see " + things + "."};
}

Texts placeAnswers(Place place, const std::string& noun) {
    constexpr std::array kWords{"left", "right", "top", "bottom", "centre"};
    const std::string word = kWords[static_cast<std::size_t>(place)];
    const std::string where = (place == Place::Left || place == Place::Right ? "on the "
                               : place == Place::Centre                      ? "in the "
                                                                             : "at the ") +
                              word;
    return {capitalised(word) + ".", capitalised(where) + ".", "It is " + where + ".", "The " + noun + " is " + where + ".",
            "The " + noun + " is " + where + " of the picture."};
}

Texts relationAnswers(Place place, const std::string& noun, const std::string& other) {
    constexpr std::array kWords{"left", "right", "above", "below"};
    constexpr std::array kPhrases{"left of", "right of", "above", "below"};
    const std::string word = kWords[static_cast<std::size_t>(place)];
    const std::string phrase = kPhrases[static_cast<std::size_t>(place)];
    return {capitalised(word) + ".", capitalised(phrase) + " it.", "It is " + phrase + " the " + other + ".",
            "The " + noun + " is " + phrase + " the " + other + "."};
}

Texts yesOrNo(bool yes, const std::string& shortVerb, const std::string& yesSentence, const std::string& noSentence) {
    const std::string word = yes ? "Yes" : "No";
    const std::string sentence = yes ? yesSentence : noSentence;
    return {word + ".", word + ", it " + shortVerb + (yes ? "." : " not."), word + ", " + sentence + ".",
            capitalised(sentence) + "."};
}

/// A fact is such as "is larger", the longer one "is larger than the blue square".
Texts namingAnswers(const std::string& noun, const std::string& fact, const std::string& longFact) {
    return {"The " + noun + ".", "It is the " + noun + ".", "The " + noun + " " + fact + ".",
            "The " + noun + " " + longFact + "."};
}

Texts sizeAnswers(int sizeClass, const std::string& noun) {
    const std::string word = sizeName(sizeClass);
    return {capitalised(word) + ".", "Its size is " + word + ".", "The size of the " + noun + " is " + word + "."};
}

Texts pictureAnswers(int picture, const std::string& what) {
    const std::string word = ordinal(picture);
    return {capitalised(word) + ".", "The " + word + ".", "The " + word + " picture.", "It is the " + word + " picture.",
            what + " in the " + word + " picture."};
}

Texts directionAnswers(Direction direction, const std::string& noun) {
    constexpr std::array kPhrases{"to the left", "to the right", "upwards", "downwards"};
    const std::string phrase = kPhrases[static_cast<std::size_t>(direction)];
    return {capitalised(name(direction)) + ".", capitalised(phrase) + ".", "It moves " + phrase + ".",
            "The " + noun + " moves " + phrase + "."};
}

Texts colourAnswers(Colour colour, const std::string& noun) {
    const std::string word = name(colour);
    return {capitalised(word) + ".", "It is " + word + ".", "The " + noun + " is " + word + ".",
            "The colour of the " + noun + " is " + word + "."};
}

Texts existenceAnswers(bool yes, const std::string& noun) {
    const std::string some = withArticle(noun);
    if (yes) {
        return {"Yes.", "Yes, there is.", "Yes, there is " + some + ".", "There is " + some + " in the picture."};
    }
    return {"No.", "No, there is not.", "No, there is no " + noun + ".", "There is no " + noun + " in the picture."};
}

Texts questions(const Claim& claim) {
    const std::string s = claim.subject.noun();
    const std::string p = claim.subject.noun(true);
    const std::string o = claim.other.noun();
    const std::string both = "the " + s + " or the " + o;
    switch (claim.asked) {
    case Asked::Count:
        return {"How many " + p + " are there?", "How many " + p + " are in the picture?", "Count the " + p + ".",
                "What is the number of " + p + "?", "How many " + p + " can you see?"};
    case Asked::ColourOf:
        return {"What colour is the " + s + "?", "Which colour does the " + s + " have?", "Name the colour of the " + s + ".",
                "What is the colour of the " + s + "?"};
    case Asked::Existence:
        return {"Is there " + withArticle(s) + "?", "Is there " + withArticle(s) + " in the picture?",
                "Can you see " + withArticle(s) + "?", "Does the picture show " + withArticle(s) + "?"};
    case Asked::PlaceOf:
        return {"Where is the " + s + "?", "Where in the picture is the " + s + "?",
                "In which part of the picture is the " + s + "?", "At which place is the " + s + "?"};
    case Asked::Relation:
        return {"Where is the " + s + ", seen from the " + o + "?", "How does the " + s + " lie to the " + o + "?",
                std::string("Is the ") + s + (claim.values[0] < 2 ? " left or right of" : " above or below") + " the " + o + "?"};
    case Asked::SizeOf:
        return {"How large is the " + s + "?", "What size is the " + s + "?", "How big is the " + s + "?"};
    case Asked::Larger:
        return {"Which is larger, " + both + "?", "Which one is larger: " + both + "?", "What is bigger, " + both + "?"};
    case Asked::Smaller:
        return {"Which is smaller, " + both + "?", "Which one is smaller: " + both + "?", "What is less big, " + both + "?"};
    case Asked::IsLarger:
        return {"Is the " + s + " larger than the " + o + "?", "Is the " + s + " bigger than the " + o + "?",
                "Would you say that the " + s + " is larger than the " + o + "?"};
    case Asked::WhichPicture:
        return {"In which picture is the " + s + "?", "Which picture shows " + withArticle(s) + "?",
                "Which picture has " + withArticle(s) + "?", "Is the " + s + " in the first or in the second picture?"};
    case Asked::MorePicture:
        return {"Which picture has more " + p + "?", "Which of the two pictures shows more " + p + "?",
                "Are there more " + p + " in the first or in the second picture?",
                "Which picture has the larger number of " + p + "?"};
    case Asked::FewerPicture:
        return {"Which picture has fewer " + p + "?", "Which of the two pictures shows fewer " + p + "?",
                "Are there fewer " + p + " in the first or in the second picture?",
                "Which picture has the smaller number of " + p + "?"};
    case Asked::DirectionOf:
        return {"In which direction does the " + s + " move?", "Which way does the " + s + " move?",
                "Where does the " + s + " go?", "How does the " + s + " move?"};
    case Asked::First:
        return {"Which shape came first?", "Which shape appeared first?", "What appeared first?",
                "Name the shape that came first."};
    case Asked::Last:
        return {"Which shape came last?", "Which shape appeared last?", "What appeared last?", "Name the shape that came last."};
    case Asked::CameBefore:
        return {"Which came first, " + both + "?", "Which appeared earlier, " + both + "?", "What came first: " + both + "?"};
    case Asked::DidComeBefore:
        return {"Did the " + s + " come before the " + o + "?", "Did the " + s + " appear before the " + o + "?",
                "Was the " + s + " there before the " + o + "?"};
    case Asked::Arrived:
        break;
    }
    return {"How many " + p + " have appeared?", "How many " + p + " are there at the end?",
            "Count the " + p + " in the last frame.", "How many " + p + " does the video show by the end?"};
}

Texts answers(const Claim& claim, int value) {
    const std::string s = claim.subject.noun();
    const std::string o = claim.other.noun();
    const std::string& named = value == 0 ? s : o;
    const std::string& rest = value == 0 ? o : s;
    switch (claim.asked) {
    case Asked::Count:
        return numberAnswers(value, claim.subject);
    case Asked::ColourOf:
        return colourAnswers(static_cast<Colour>(value), s);
    case Asked::Existence:
        return existenceAnswers(value == 1, s);
    case Asked::PlaceOf:
        return placeAnswers(static_cast<Place>(value), s);
    case Asked::Relation:
        return relationAnswers(static_cast<Place>(value), s, o);
    case Asked::SizeOf:
        return sizeAnswers(value, s);
    case Asked::Larger:
        return namingAnswers(named, "is larger", "is larger than the " + rest);
    case Asked::Smaller:
        return namingAnswers(named, "is smaller", "is smaller than the " + rest);
    case Asked::IsLarger:
        return yesOrNo(value == 1, "is", "the " + s + " is larger than the " + o, "the " + s + " is smaller than the " + o);
    case Asked::WhichPicture:
        return pictureAnswers(value, "The " + s + " is");
    case Asked::MorePicture:
        return pictureAnswers(value, "There are more " + claim.subject.noun(true));
    case Asked::FewerPicture:
        return pictureAnswers(value, "There are fewer " + claim.subject.noun(true));
    case Asked::DirectionOf:
        return directionAnswers(static_cast<Direction>(value), s);
    case Asked::First:
        return namingAnswers(named, "came first", "appeared before all other shapes");
    case Asked::Last:
        return namingAnswers(named, "came last", "appeared after all other shapes");
    case Asked::CameBefore:
        return namingAnswers(named, "came first", "came before the " + rest);
    case Asked::DidComeBefore:
        return yesOrNo(value == 1, "did", "the " + s + " came before the " + o, "the " + s + " came after the " + o);
    case Asked::Arrived:
        break;
    }
    return arrivalAnswers(value, claim.subject);
}

} // namespace

std::string Subject::noun(bool isPlural) const {
    return (colour ? name(*colour) + std::string(" ") : std::string()) + (shape ? name(*shape) : "shape") + (isPlural ? "s" : "");
}

Wordings wordings(const Claim& claim) {
    return {questions(claim), {answers(claim, claim.values[0]), answers(claim, claim.values[1])}};
}

} // namespace trutina::demo
