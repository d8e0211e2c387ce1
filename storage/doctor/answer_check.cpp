// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/doctor/check.h"
#include "storage/doctor/text_print.h"
#include "storage/formats/preference_pairs.h"
#include "storage/formats/utf8.h"

#include <algorithm>

namespace trutina::storage {

namespace {

/// Looks at the answers of one item: the same, nearly the same, empty.
class AnswerCheck : public Check {
  public:
    AnswerCheck() {
        m_same.kind = "identical_answers";
        m_same.severity = Severity::Error;
        m_same.cure = Cure::RemoveAnswers;
        m_near.kind = "near_identical_answers";
        m_near.severity = Severity::Warning;
        m_near.cure = Cure::Tag;
        m_empty.kind = "empty_answers";
        m_empty.severity = Severity::Error;
        m_empty.cure = Cure::Tag;
    }

    void look(const CheckedItem& checked) override {
        const auto& answers = checked.item.candidates;
        const std::int64_t before = m_same.count;
        const std::int64_t nearBefore = m_near.count;
        const std::int64_t emptyBefore = m_empty.count;
        std::vector<std::vector<std::uint64_t>> prints;
        for (const CandidateRecord& answer : answers) {
            const std::string text = joined(answer.turns);
            m_empty.count += trimmed(text).empty() && answer.media.empty() ? 1 : 0;
            prints.push_back(shingles(plainForm(text)));
        }
        for (std::size_t first = 0; first < answers.size(); ++first) {
            for (std::size_t second = first + 1; second < answers.size(); ++second) {
                if (looksIdentical(answers[first], answers[second])) {
                    ++m_same.count;
                } else if (showTheSameMedia(answers[first], answers[second]) &&
                           similarity(prints[first], prints[second]) >= kNearlySameAnswer) {
                    ++m_near.count;
                }
            }
        }
        const FoundItem found{checked.item.id, checked.item.number};
        const auto note = [&found](Finding& finding, std::int64_t earlier) {
            if (finding.count > earlier) {
                finding.items.push_back(found);
            }
        };
        note(m_same, before);
        note(m_near, nearBefore);
        note(m_empty, emptyBefore);
    }

    void finish(const SecondLook& /*again*/, std::vector<Finding>& findings) override {
        m_same.sentence = counted(m_same.count, "pair of answers is", "pairs of answers are") +
                          " the same but for white space at the ends: nothing can be learnt from " +
                          (m_same.count == 1 ? "it." : "them.");
        m_near.sentence =
            counted(m_near.count, "pair of answers differs", "pairs of answers differ") + " only in form, or in few places.";
        m_empty.sentence = counted(m_empty.count, "answer is empty.", "answers are empty.");
        for (Finding* finding : {&m_same, &m_near, &m_empty}) {
            if (finding->count > 0) {
                findings.push_back(std::move(*finding));
            }
        }
    }

  private:
    /// Answers to one question are alike anyway: more is asked than of whole items.
    static constexpr double kNearlySameAnswer = 0.9;

    static bool showTheSameMedia(const CandidateRecord& first, const CandidateRecord& second) {
        return std::equal(first.media.begin(), first.media.end(), second.media.begin(), second.media.end(),
                          [](const MediaRecord& left, const MediaRecord& right) { return left.sha256 == right.sha256; });
    }

    Finding m_same, m_near, m_empty;
};

} // namespace

std::unique_ptr<Check> makeAnswerCheck() {
    return std::make_unique<AnswerCheck>();
}

} // namespace trutina::storage
