// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "storage/records/item.h"

#include <QCoreApplication>
#include <QString>
#include <QStringList>

namespace trutina::ui {

/// An item while it is written or edited. A value: the editor copies it in, changes it and hands back what is to be stored.
class ItemDraft {
    Q_DECLARE_TR_FUNCTIONS(trutina::ui::ItemDraft)
  public:
    static constexpr int kMostCandidates = 9;

    ItemDraft(); ///< a user turn and two empty candidates
    explicit ItemDraft(const storage::ItemRecord& item);

    storage::NewItem content;

    [[nodiscard]] bool canAddCandidate() const { return static_cast<int>(content.candidates.size()) < kMostCandidates; }
    void addCandidate();
    /// A further candidate: the one at `position` with another last turn, named after its writer.
    void addEditedCopy(int position, const QString& text);
    void removeCandidate(int position);
    void moveCandidate(int position, int to);
    void addMedia(const QString& file);
    void removeMedia(int position);
    /// A file that may hold an animation: by itself it is read as a picture, its first frame.
    [[nodiscard]] bool canBeVideo(int position) const;
    [[nodiscard]] bool isReadAsVideo(int position) const;
    void setReadAsVideo(int position, bool on);

    /// The text of a candidate of one turn; several turns are edited one by one.
    [[nodiscard]] QString candidateText(int position) const;
    void setCandidateText(int position, const QString& text);

    /// What stands in the way of storing it, as sentences in the order of the form; empty when it can be stored.
    [[nodiscard]] QStringList problems() const;
    /// What to store: empty turns at the end left out.
    [[nodiscard]] storage::NewItem finished() const;
    [[nodiscard]] bool isChangedFrom(const storage::NewItem& original) const { return !(finished() == original); }
};

} // namespace trutina::ui
