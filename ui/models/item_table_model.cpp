// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/item_table_model.h"

#include "ui/contracts/project_desk.h"

#include <QLocale>

#include <algorithm>
#include <cmath>

namespace trutina::ui {

using contracts::Outcome;
using storage::Decision;
using storage::ItemSummary;

namespace {

using Summaries = std::vector<ItemSummary>;

/// Scores of every candidate, or nothing when one is missing.
std::vector<float> completeScores(const ItemSummary& summary) {
    std::vector<float> scores;
    for (const auto& score : summary.scores) {
        if (!score) {
            return {};
        }
        scores.push_back(*score);
    }
    return scores;
}

bool isVoted(const ItemSummary& summary) {
    return summary.decision && *summary.decision != Decision::Skip;
}

} // namespace

ItemTableModel::ItemTableModel(contracts::ProjectDesk& desk, QObject* parent) : QAbstractTableModel(parent), m_desk(desk) {
    connect(&desk, &contracts::ProjectDesk::projectOpened, this, [this] {
        m_filter.only.clear(); // they were another project's
        clear();
        reread();
    });
    connect(&desk, &contracts::ProjectDesk::projectClosed, this, &ItemTableModel::clear);
    connect(&desk, &contracts::ProjectDesk::itemsChanged, this, &ItemTableModel::reread);
    connect(&desk, &contracts::ProjectDesk::itemChanged, this, &ItemTableModel::rereadItem);
    if (desk.project()) {
        reread();
    }
}

void ItemTableModel::setProgress(storage::ItemProgress progress) {
    if (progress == m_filter.progress) {
        return;
    }
    m_filter.progress = progress;
    clear();
    reread();
}

void ItemTableModel::setText(const QString& text) {
    const std::string wanted = text.trimmed().toStdString();
    if (wanted == m_filter.text) {
        return;
    }
    m_filter.text = wanted;
    clear();
    reread();
}

void ItemTableModel::setOnly(const std::vector<storage::ItemId>& items) {
    if (items == m_filter.only) {
        return;
    }
    m_filter.only = items;
    clear();
    reread();
}

QString ItemTableModel::text() const {
    return QString::fromStdString(m_filter.text);
}

const ItemSummary* ItemTableModel::summary(int row) const {
    return row >= 0 && row < static_cast<int>(m_rows.size()) ? &m_rows[static_cast<std::size_t>(row)] : nullptr;
}

int ItemTableModel::rowOf(storage::ItemId item) const {
    const auto found = std::find_if(m_rows.begin(), m_rows.end(), [item](const ItemSummary& row) { return row.id == item; });
    return found == m_rows.end() ? -1 : static_cast<int>(found - m_rows.begin());
}

int ItemTableModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int ItemTableModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : ColumnCount;
}

QString ItemTableModel::mediaText(const ItemSummary& summary) {
    QStringList parts;
    if (summary.pictures > 0) {
        parts.append(tr("%n picture(s)", nullptr, summary.pictures));
    }
    if (summary.videos > 0) {
        parts.append(tr("%n video(s)", nullptr, summary.videos));
    }
    return parts.isEmpty() ? tr("text") : parts.join(tr(", "));
}

QString ItemTableModel::voteText(const ItemSummary& summary) {
    if (!summary.decision) {
        return tr("open");
    }
    switch (*summary.decision) {
    case Decision::Winner:
        return tr("decided"); // which one is said by its number on screen, which a summary does not hold
    case Decision::Tie:
        return tr("tie");
    case Decision::AllBad:
        return tr("all bad");
    case Decision::Skip:
        return tr("skipped");
    }
    return {};
}

ModelVerdict ItemTableModel::verdict(const ItemSummary& summary) {
    if (summary.decision != Decision::Winner || summary.winnerPosition < 0) {
        return ModelVerdict::Unknown;
    }
    const std::vector<float> scores = completeScores(summary);
    if (summary.winnerPosition >= static_cast<int>(scores.size())) {
        return ModelVerdict::Unknown;
    }
    const float best = *std::max_element(scores.begin(), scores.end());
    return scores[static_cast<std::size_t>(summary.winnerPosition)] == best ? ModelVerdict::Agrees : ModelVerdict::Differs;
}

QVariant ItemTableModel::data(const QModelIndex& index, int role) const {
    const ItemSummary* row = summary(index.row());
    if (row == nullptr) {
        return {};
    }
    switch (role) {
    case ItemIdRole:
        return QVariant::fromValue<qint64>(row->id.value);
    case VerdictRole:
        return static_cast<int>(verdict(*row));
    case FlaggedRole:
        return row->flagged;
    case OpenRole:
        return !row->decision.has_value();
    case Qt::ToolTipRole:
        return index.column() == PromptColumn ? QString::fromStdString(row->promptExcerpt) : QVariant();
    case Qt::AccessibleTextRole:
        if (index.column() == FlagColumn) {
            return row->flagged ? tr("flagged") : QString();
        }
        [[fallthrough]];
    case Qt::DisplayRole:
        break;
    default:
        return {};
    }
    switch (index.column()) {
    case NumberColumn:
        return row->number;
    case PromptColumn:
        return QString::fromStdString(row->promptExcerpt);
    case MediaColumn:
        return mediaText(*row);
    case AnswersColumn:
        return row->candidates;
    case VoteColumn:
        return voteText(*row);
    case ModelColumn:
        switch (verdict(*row)) {
        case ModelVerdict::Agrees:
            return tr("agrees");
        case ModelVerdict::Differs:
            return tr("differs");
        case ModelVerdict::Unknown:
            return completeScores(*row).empty() ? QString() : row->decision ? tr("–") : tr("scored");
        }
        return {};
    case MarginColumn: {
        std::vector<float> scores = completeScores(*row);
        if (!isVoted(*row) || scores.size() < 2) {
            return {};
        }
        std::partial_sort(scores.begin(), scores.begin() + 2, scores.end(), std::greater<>());
        return QLocale().toString(static_cast<double>(scores[0]) - static_cast<double>(scores[1]), 'f', 2);
    }
    default:
        return {};
    }
}

QVariant ItemTableModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal) {
        return {};
    }
    if (role == Qt::ToolTipRole && section == MarginColumn) {
        return tr("Difference between the two highest raw scores. Closed until you vote.");
    }
    if (role == Qt::ToolTipRole && section == ModelColumn) {
        return tr("Whether the model's best answer is yours. Closed until you vote.");
    }
    if (role != Qt::DisplayRole) {
        return {};
    }
    switch (section) {
    case NumberColumn:
        return tr("No.");
    case PromptColumn:
        return tr("Prompt");
    case MediaColumn:
        return tr("Media");
    case AnswersColumn:
        return tr("Answers");
    case VoteColumn:
        return tr("Your vote");
    case ModelColumn:
        return tr("Model");
    case MarginColumn:
        return tr("Margin");
    case FlagColumn:
        return tr("Flag");
    default:
        return {};
    }
}

bool ItemTableModel::canFetchMore(const QModelIndex& parent) const {
    return !parent.isValid() && !m_isAtEnd && !m_isReading;
}

void ItemTableModel::fetchMore(const QModelIndex& parent) {
    if (!canFetchMore(parent)) {
        return;
    }
    storage::ItemFilter filter = m_filter;
    filter.afterNumber = m_rows.empty() ? 0 : m_rows.back().number;
    filter.limit = kPage;
    m_isReading = true;
    m_desk.listItems(filter, this, [this, generation = m_generation](const Outcome<Summaries>& outcome) {
        if (generation != m_generation) {
            return;
        }
        m_isReading = false;
        if (outcome.isProblem()) {
            m_isAtEnd = true;
            Q_EMIT failed(outcome.problem());
            return;
        }
        if (!outcome.isValue()) {
            return;
        }
        const Summaries& page = outcome.value();
        m_isAtEnd = page.size() < static_cast<std::size_t>(kPage);
        if (!page.empty()) {
            const int first = static_cast<int>(m_rows.size());
            beginInsertRows({}, first, first + static_cast<int>(page.size()) - 1);
            m_rows.insert(m_rows.end(), page.begin(), page.end());
            endInsertRows();
        }
        Q_EMIT read();
    });
}

void ItemTableModel::reread() {
    if (!m_desk.project()) {
        clear();
        return;
    }
    storage::ItemFilter filter = m_filter;
    filter.afterNumber = 0;
    filter.limit = std::max(kPage, static_cast<int>(m_rows.size()));
    m_isReading = true;
    m_desk.listItems(filter, this, [this, limit = filter.limit, generation = ++m_generation](const Outcome<Summaries>& outcome) {
        if (generation != m_generation) {
            return;
        }
        m_isReading = false;
        if (outcome.isProblem()) {
            Q_EMIT failed(outcome.problem());
            return;
        }
        if (!outcome.isValue()) {
            return;
        }
        Q_EMIT aboutToRead();
        beginResetModel();
        m_rows = outcome.value();
        m_isAtEnd = m_rows.size() < static_cast<std::size_t>(limit);
        endResetModel();
        Q_EMIT read();
    });
}

void ItemTableModel::rereadItem(storage::ItemId item) {
    const int row = rowOf(item);
    if (row < 0) {
        // It may match the filter only now; without a filter a change brings no new row.
        if (m_filter.progress != storage::ItemProgress::All || !m_filter.text.empty()) {
            reread();
        }
        return;
    }
    storage::ItemFilter filter = m_filter;
    filter.afterNumber = m_rows[static_cast<std::size_t>(row)].number - 1;
    filter.limit = 1;
    m_desk.listItems(filter, this, [this, item, generation = m_generation](const Outcome<Summaries>& outcome) {
        const int at = rowOf(item);
        if (generation != m_generation || at < 0 || !outcome.isValue()) {
            return;
        }
        const Summaries& found = outcome.value();
        if (!found.empty() && found.front().id == item) {
            m_rows[static_cast<std::size_t>(at)] = found.front();
            Q_EMIT dataChanged(index(at, 0), index(at, ColumnCount - 1));
        } else {
            beginRemoveRows({}, at, at);
            m_rows.erase(m_rows.begin() + at);
            endRemoveRows();
        }
    });
}

void ItemTableModel::clear() {
    ++m_generation;
    m_isReading = false;
    m_isAtEnd = true;
    if (!m_rows.empty()) {
        beginResetModel();
        m_rows.clear();
        endResetModel();
    }
}

} // namespace trutina::ui
