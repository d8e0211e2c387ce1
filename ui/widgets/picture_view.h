// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QImage>
#include <QPixmap>
#include <QWidget>

#include <optional>
#include <vector>

class QAbstractButton;
class QLabel;

namespace trutina::ui {

class PictureCache;

/// A picture to show. `problem`, when not empty, is shown instead of it.
struct PictureSource {
    QString file;
    QString name;            ///< as the user knows it
    QString problem;         ///< why it cannot be shown, as sentences
    bool canBeFound = false; ///< offers to choose where the file is now
    bool operator==(const PictureSource&) const = default;
};

/// Shows one of several pictures on the media backdrop: fitted, at 1:1, or at any zoom about the cursor; dragged to pan; with a
/// loupe. Decoding and smooth scaling happen on worker threads. EXIF rotation is not applied: the picture is as the model sees
/// it.
class PictureView : public QWidget {
    Q_OBJECT
  public:
    explicit PictureView(PictureCache& cache, QWidget* parent = nullptr);

    /// Shows the first one, fitted. The same list again keeps what is shown and how.
    void setPictures(const std::vector<PictureSource>& pictures);
    [[nodiscard]] int pictureCount() const { return static_cast<int>(m_pictures.size()); }
    [[nodiscard]] int currentIndex() const { return m_current; }
    void showPicture(int index);

    void fit();
    void actualSize(); ///< one picture pixel on one screen pixel
    void zoomIn();
    void zoomOut();
    void setLoupe(bool shown); ///< while Z is held
    [[nodiscard]] bool isFitted() const { return !m_scale.has_value(); }
    [[nodiscard]] double scale() const; ///< screen pixels per picture pixel
    [[nodiscard]] bool isShown() const { return !m_image.isNull(); }
    [[nodiscard]] QString sentence() const { return m_sentence; } ///< what stands in place of a picture

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

  Q_SIGNALS:
    void findRequested(int index); ///< the user wants to say where this picture is now

  protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;

  private:
    void load();
    void place();
    void refreshTools();
    void zoomAt(QPointF anchor, double factor);
    void boundOffset();
    void requestSmooth();
    [[nodiscard]] double fittedScale() const;
    [[nodiscard]] QRectF target() const; ///< of the picture, in widget coordinates
    void paintLoupe(QPainter& painter) const;

    PictureCache& m_cache;
    std::vector<PictureSource> m_pictures;
    int m_current = 0;
    QImage m_image;
    QImage m_smooth; ///< m_image at the size it is shown, made by a worker
    QString m_sentence;
    std::optional<double> m_scale; ///< none: fitted
    QPointF m_offset;              ///< of the picture's middle from the widget's
    QPointF m_cursor;
    std::optional<QPointF> m_dragFrom;
    bool m_isLoupeShown = false;
    quint64 m_loadNumber = 0; ///< replies of an older one are stale

    QWidget* m_tools;
    QAbstractButton* m_fit;
    QAbstractButton* m_actual;
    QAbstractButton* m_loupe;
    QWidget* m_pager;
    QLabel* m_pageText;
    QAbstractButton* m_find;
};

} // namespace trutina::ui
