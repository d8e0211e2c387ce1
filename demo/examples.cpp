// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "demo/examples.h"

#include "demo/describing.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <utility>

namespace trutina::demo {

namespace {

constexpr std::uint64_t kHeldOutStream = std::uint64_t{1} << 62;

std::array<std::string, 3> keysOf(Kind kind, const Claim& claim) {
    const auto part = [](const auto& value) { return value ? std::to_string(static_cast<int>(*value)) : std::string("-"); };
    const std::string asked = std::to_string(static_cast<int>(kind)) + ":" + std::to_string(static_cast<int>(claim.asked));
    const std::string subject = asked + "|" + part(claim.subject.shape) + part(claim.subject.colour);
    const std::string values = "=" + std::to_string(claim.values[0]) + "," + std::to_string(claim.values[1]);
    return {subject + "/" + part(claim.other.shape) + part(claim.other.colour) + values, subject, asked + values};
}

Question ask(Random& random, Kind kind, const Claim& claim, int trueValue) {
    Question question = phrase(random, kind, wordings(claim), trueValue);
    question.claim = claim;
    return question;
}

} // namespace

bool Balance::welcomes(Kind kind, const Claim& claim, int trueValue) const {
    const auto keys = keysOf(kind, claim);
    for (std::size_t i = 0; i < keys.size(); ++i) {
        const auto found = m_lead.find(keys[i]);
        const int lead = found == m_lead.end() ? 0 : found->second;
        const int allowed = i == 0 ? 0 : 1;
        if ((trueValue == 0 ? lead : -lead) > allowed) {
            return false;
        }
    }
    return true;
}

void Balance::add(Kind kind, const Claim& claim, int trueValue) {
    for (const std::string& key : keysOf(kind, claim)) {
        m_lead[key] += trueValue == 0 ? 1 : -1;
    }
}

std::vector<Kind> kindsOrAll(std::vector<Kind> kinds) {
    if (kinds.empty()) {
        for (const KindInfo& info : kKinds) {
            kinds.push_back(info.kind);
        }
    }
    return kinds;
}

TrainingStream::TrainingStream(std::uint64_t seed, TrainingStyle style) : m_seed(seed), m_style(std::move(style)) {
    m_style.kinds = kindsOrAll(std::move(m_style.kinds));
}

Kind TrainingStream::drawKind(Random& random, MediaKind media) const {
    while (true) {
        const Kind kind = random.pick(m_style.kinds);
        if (infoOf(kind).media == media) {
            return kind;
        }
    }
}

MediaKind TrainingStream::nextMedia() const {
    // Of five pairs two are about one picture, one each about two, about a video and about none.
    constexpr std::array<std::int64_t, 4> kShares{1, 2, 1, 1};
    std::array<std::int64_t, kShares.size()> given{};
    std::array<bool, kShares.size()> isWanted{};
    for (const Kind kind : m_style.kinds) {
        const auto media = static_cast<std::size_t>(infoOf(kind).media);
        given[media] += m_given[static_cast<std::size_t>(kind)];
        isWanted[media] = true;
    }
    std::size_t best = kShares.size();
    for (std::size_t media = 0; media < kShares.size(); ++media) {
        if (isWanted[media] && (best == kShares.size() || given[media] * kShares[best] < given[best] * kShares[media])) {
            best = media;
        }
    }
    return static_cast<MediaKind>(best);
}

Kind TrainingStream::rarestKind(MediaKind media) const {
    std::optional<Kind> rarest;
    for (const Kind kind : m_style.kinds) {
        if (infoOf(kind).media == media &&
            (!rarest || m_given[static_cast<std::size_t>(kind)] < m_given[static_cast<std::size_t>(*rarest)])) {
            rarest = kind;
        }
    }
    return rarest.value(); // nextMedia() chooses among the media of the kinds
}

void TrainingStream::add(QuestionGroup& group, Question question) {
    ++m_given[static_cast<std::size_t>(question.kind)];
    if (question.claim) {
        m_balance.add(question.kind, *question.claim, question.trueValue);
    }
    if (m_style.isTerse) {
        question.answers[static_cast<std::size_t>(question.right)] = question.wordings[0].front();
        question.answers[static_cast<std::size_t>(1 - question.right)] = question.wordings[1].front();
    }
    group.questions.push_back(std::move(question));
}

QuestionGroup TrainingStream::next() {
    Random random(m_seed, m_number++);
    const MediaKind media = nextMedia();
    QuestionGroup group;
    if (media == MediaKind::None) {
        for (int i = 0; i < m_style.questionsPerMedium; ++i) {
            add(group, drawTextQuestion(random, rarestKind(media), Split::Training));
        }
        return group;
    }
    const Kind first = rarestKind(media);
    Posed posed = pose(random, first, Split::Training, m_style.crowd, m_style.comparing);
    group.media = std::move(posed.media);
    add(group, ask(random, first, posed.claim, posed.trueValue));
    constexpr int kTriesOfAQuestion = 20;
    const int tries = kTriesOfAQuestion * m_style.questionsPerMedium;
    const auto wanted = static_cast<std::size_t>(m_style.questionsPerMedium);
    for (int attempt = 0; attempt < tries && group.questions.size() < wanted; ++attempt) {
        const Kind kind = drawKind(random, media);
        const std::optional<Claim> claim = propose(random, kind, group.media, m_style.comparing);
        const std::optional<int> value = claim ? truth(*claim, group.media) : std::nullopt;
        if (value && m_balance.welcomes(kind, *claim, *value)) {
            add(group, ask(random, kind, *claim, *value));
        }
    }
    if (m_style.describes) {
        if (const auto description = describe(random, group.media)) {
            group.questions.push_back(*description);
        }
    }
    return group;
}

HeldOutExample drawHeldOutExample(std::uint64_t seed, std::uint64_t number, Kind kind) {
    Random random(seed, kHeldOutStream + number);
    if (infoOf(kind).media == MediaKind::None) {
        return {{}, drawTextQuestion(random, kind, Split::HeldOut)};
    }
    Posed posed = pose(random, kind, Split::HeldOut);
    Question question = ask(random, kind, posed.claim, posed.trueValue);
    return {std::move(posed.media), std::move(question)};
}

} // namespace trutina::demo
