// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "storage/records/item.h"
#include "ui/contracts/outcome.h"

#include <QAbstractTableModel>

#include <vector>

namespace trutina::contracts {
class ProjectDesk;
}

namespace trutina::ui {

/// Whether the model's best answer is the human's. Known only after a vote, so that nothing hints at it before.
enum class ModelVerdict { Unknown, Agrees, Differs };

/// The items of the open project as rows. Pages are read by key through the project desk as the view asks for them, so a project
/// of any length opens at once. Rows are kept in order of number.
class ItemTableModel : public QAbstractTableModel {
    Q_OBJECT
  public:
    enum Column {
        NumberColumn,
        PromptColumn,
        MediaColumn,
        AnswersColumn,
        VoteColumn,
        ModelColumn,
        MarginColumn,
        FlagColumn,
        ColumnCount
    };
    enum Role { ItemIdRole = Qt::UserRole + 1, VerdictRole, FlaggedRole, OpenRole };
    static constexpr int kPage = 500;

    explicit ItemTableModel(contracts::ProjectDesk& desk, QObject* parent = nullptr);

    void setProgress(storage::ItemProgress progress);
    void setText(const QString& text);
    void setOnly(const std::vector<storage::ItemId>& items); ///< these alone; none: all
    [[nodiscard]] bool isNarrowed() const { return !m_filter.only.empty(); }
    [[nodiscard]] storage::ItemProgress progress() const { return m_filter.progress; }
    [[nodiscard]] QString text() const;

    [[nodiscard]] const storage::ItemSummary* summary(int row) const; ///< null outside
    [[nodiscard]] int rowOf(storage::ItemId item) const;              ///< -1: not among the rows read so far
    [[nodiscard]] bool isReading() const { return m_isReading; }

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;
    bool canFetchMore(const QModelIndex& parent) const override;
    void fetchMore(const QModelIndex& parent) override;

    /// Words for one row, also used by the preview beside the table.
    [[nodiscard]] static QString mediaText(const storage::ItemSummary& summary);
    [[nodiscard]] static QString voteText(const storage::ItemSummary& summary);
    [[nodiscard]] static ModelVerdict verdict(const storage::ItemSummary& summary);

  Q_SIGNALS:
    void aboutToRead(); ///< all rows are replaced next; remember what is selected
    void read();        ///< rows are there
    void failed(const trutina::contracts::Problem& problem);

  private:
    void reread();
    void rereadItem(storage::ItemId item);
    void clear();

    contracts::ProjectDesk& m_desk;
    storage::ItemFilter m_filter;
    std::vector<storage::ItemSummary> m_rows;
    bool m_isReading = false;
    bool m_isAtEnd = true;
    int m_generation = 0; ///< replies to an earlier question are dropped
};

} // namespace trutina::ui
