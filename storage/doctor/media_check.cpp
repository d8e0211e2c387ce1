// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/doctor/check.h"
#include "storage/doctor/text_print.h"
#include "storage/doctor/whole_media.h"

#include <set>
#include <unordered_set>

namespace trutina::storage {

namespace {

/// Files that are gone, changed, cut off, or shown twice. Each file is opened once.
class ProjectMediaCheck : public Check {
  public:
    void look(const CheckedItem& checked) override {
        const FoundItem found{checked.item.id, checked.item.number};
        bool isRepeated = lookAt(checked.item.media, found);
        for (const CandidateRecord& answer : checked.item.candidates) {
            isRepeated = lookAt(answer.media, found) || isRepeated;
        }
        if (isRepeated) {
            m_repeated.items.push_back(found);
        }
    }

    void finish(const SecondLook& /*again*/, std::vector<Finding>& findings) override {
        const auto add = [&](Finding& finding, const char* kind, Severity severity, const std::string& sentence) {
            if (finding.count > 0) {
                finding.kind = kind;
                finding.severity = severity;
                finding.cure = Cure::Tag;
                finding.sentence = sentence;
                findings.push_back(std::move(finding));
            }
        };
        add(m_missing, "missing_media", Severity::Error,
            counted(m_missing.count, "picture or video is", "pictures and videos are") + " not where the project expects them.");
        add(m_changed, "changed_media", Severity::Error,
            counted(m_changed.count, "picture or video", "pictures and videos") + " changed since they were added.");
        add(m_damaged, "damaged_media", Severity::Error,
            counted(m_damaged.count, "file is", "files are") +
                " no picture or video that is known by its beginning, or cut off before its end.");
        add(m_repeated, "duplicate_media", Severity::Warning,
            counted(m_repeated.count, "picture or video", "pictures and videos") + " appear twice in the same prompt or answer.");
    }

  private:
    bool lookAt(const std::vector<MediaRecord>& media, const FoundItem& found) {
        std::set<std::string> here;
        bool isRepeated = false;
        for (const MediaRecord& medium : media) {
            if (!here.insert(medium.sha256).second) {
                ++m_repeated.count;
                isRepeated = true;
            }
            if (medium.state == MediaState::Missing) {
                note(m_missing, found);
            } else if (medium.state == MediaState::Changed) {
                note(m_changed, found);
            } else if (isDamaged(medium)) {
                note(m_damaged, found);
            }
        }
        return isRepeated;
    }

    bool isDamaged(const MediaRecord& medium) {
        const std::uint64_t key = hashOf(medium.sha256);
        if (m_whole.contains(key)) {
            return false;
        }
        if (m_broken.contains(key) || !looksWhole(medium.path)) {
            m_broken.insert(key);
            return true;
        }
        m_whole.insert(key);
        return false;
    }

    static void note(Finding& finding, const FoundItem& found) {
        ++finding.count;
        if (finding.items.empty() || finding.items.back().number != found.number) {
            finding.items.push_back(found);
        }
    }

    Finding m_missing, m_changed, m_damaged, m_repeated;
    std::unordered_set<std::uint64_t> m_whole, m_broken;
};

} // namespace

std::unique_ptr<Check> makeMediaCheck() {
    return std::make_unique<ProjectMediaCheck>();
}

} // namespace trutina::storage
