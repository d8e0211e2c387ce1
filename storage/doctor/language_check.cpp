// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/doctor/check.h"
#include "storage/doctor/language.h"
#include "storage/doctor/text_print.h"

#include <map>
#include <set>

namespace trutina::storage {

namespace {

/// Answers of one item in different languages: the better one is then told by its language.
class LanguageCheck : public Check {
  public:
    void look(const CheckedItem& checked) override {
        std::set<std::string> languages;
        for (const CandidateRecord& answer : checked.item.candidates) {
            const std::string language = languageOf(joined(answer.turns));
            if (!language.empty()) {
                languages.insert(language);
            }
        }
        if (languages.size() > 1) {
            m_items.push_back({checked.item.id, checked.item.number});
            ++m_mixes[*languages.begin() + " and " + *std::next(languages.begin())];
        }
    }

    void finish(const SecondLook& /*again*/, std::vector<Finding>& findings) override {
        if (m_items.empty()) {
            return;
        }
        Finding finding;
        finding.kind = "language_mismatch";
        finding.cure = Cure::Tag;
        finding.count = static_cast<std::int64_t>(m_items.size());
        finding.items = std::move(m_items);
        std::string most;
        std::int64_t count = 0;
        for (const auto& [mix, times] : m_mixes) {
            if (times > count) {
                most = mix;
                count = times;
            }
        }
        finding.sentence = counted(finding.count, "item has", "items have") + " answers in different languages, most often " +
                           most +
                           ". Short answers, and languages that are not known by their script or commonest words, are not told "
                           "apart.";
        findings.push_back(std::move(finding));
    }

  private:
    std::vector<FoundItem> m_items;
    std::map<std::string, std::int64_t> m_mixes;
};

} // namespace

std::unique_ptr<Check> makeLanguageCheck() {
    return std::make_unique<LanguageCheck>();
}

} // namespace trutina::storage
